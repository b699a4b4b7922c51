//! https, with and without certificates to trust.
//!
//! The files in `tls/` were made for these tests by openssl: an authority, whose key is gone, and
//! its certificate for `localhost` and `127.0.0.1` with the key, both valid until 2126.

use crate::child::{is_child, run_again};
use crate::exchange::{exchange, millis, read, refused, send, transport};
use crate::server::{Server, plain};
use kei_router_core::{ErrorKind, Phase};
use kei_router_http::{HttpTransport, HttpTransportBuilder};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::client::danger::HandshakeSignatureValid;
use tokio_rustls::rustls::crypto::aws_lc_rs::default_provider;
use tokio_rustls::rustls::crypto::{verify_tls12_signature, verify_tls13_signature};
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, UnixTime};
use tokio_rustls::rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use tokio_rustls::rustls::{
    self, DigitallySignedStruct, DistinguishedName, ServerConfig, SignatureScheme,
};

fn trusting() -> HttpTransportBuilder {
    HttpTransport::builder().root_certificate_pem(include_bytes!("tls/ca.pem")).unwrap()
}

fn acceptor(asks: Option<Arc<dyn ClientCertVerifier>>) -> TlsAcceptor {
    let certificate = CertificateDer::from_pem_slice(include_bytes!("tls/leaf.pem")).unwrap();
    let key = PrivateKeyDer::from_pem_slice(include_bytes!("tls/leaf.key")).unwrap();
    let builder = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap();
    let builder = match asks {
        Some(verifier) => builder.with_client_cert_verifier(verifier),
        None => builder.with_no_client_auth(),
    };
    let config = builder.with_single_cert(vec![certificate], key).unwrap();
    TlsAcceptor::from(Arc::new(config))
}

/// Answers one request per connection.
async fn https_server() -> SocketAddr {
    serve_https(acceptor(None)).await
}

async fn serve_https(acceptor: TlsAcceptor) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(mut stream) = acceptor.accept(stream).await else { continue };
            let mut request = Vec::new();
            while !request.ends_with(b"my-prompt") {
                assert_ne!(stream.read_buf(&mut request).await.unwrap(), 0);
            }
            stream.write_all(plain("200 OK", "", "over TLS").as_bytes()).await.unwrap();
            stream.shutdown().await.unwrap();
        }
    });
    address
}

#[tokio::test]
async fn https_works_with_a_certificate_that_is_trusted_and_with_no_other() {
    let port = https_server().await.port();
    let transport = trusting().build();
    for host in ["localhost", "127.0.0.1"] {
        let answer = send(&transport, exchange(&format!("https://{host}:{port}/"))).await;
        assert_eq!(read(answer.body).await.0, b"over TLS", "{host}");
    }
    for (transport, host) in [(transport, "other.localhost"), (self::transport(), "localhost")] {
        let error = refused(&transport, exchange(&format!("https://{host}:{port}/"))).await;
        assert_eq!(error.kind(), ErrorKind::Http, "{error:?}");
    }
}

#[tokio::test]
async fn the_connect_budget_covers_tls() {
    let server = Server::start(|mut conn| {
        conn.time_to_end();
    });
    let transport = trusting().connect_timeout(millis(150)).build();
    let error = refused(&transport, exchange(&server.url("/").replace("http:", "https:"))).await;
    assert_eq!(error.phase(), Some(Phase::Connect), "{error:?}");
    assert_eq!(server.connections(), 1);
}

#[test]
fn what_is_no_certificate_is_refused() {
    for pem in ["", "no PEM", "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n"] {
        let error = HttpTransport::builder().root_certificate_pem(pem).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration, "{pem}");
    }
}

#[tokio::main(flavor = "current_thread")]
async fn without_a_store() {
    let server = Server::answering(plain("200 OK", "", "in clear"));
    let answer = send(&transport(), exchange(&server.url("/"))).await;
    assert_eq!(read(answer.body).await.0, b"in clear");
    let https = server.url("/").replace("http:", "https:");
    for url in [&https, "https://192.0.2.1/"] {
        let error = refused(&transport(), exchange(url)).await;
        assert_eq!(error.kind(), ErrorKind::Http);
        assert!(error.to_string().contains("no certificate store was found"), "{error}");
    }
    assert_eq!(server.connections(), 1, "https was refused before it connected");
    let port = https_server().await.port();
    let answer = send(&trusting().build(), exchange(&format!("https://localhost:{port}/"))).await;
    assert_eq!(read(answer.body).await.0, b"over TLS", "a certificate of one's own is enough");
}

#[test]
fn without_a_certificate_store_plain_http_works_and_https_says_why_not() {
    if is_child() {
        return without_a_store();
    }
    let name = "tls::without_a_certificate_store_plain_http_works_and_https_says_why_not";
    run_again(name, &[("SSL_CERT_FILE", "/nonexistent"), ("SSL_CERT_DIR", "/nonexistent")]);
}

/// The certificate of a client, as the server saw it.
#[derive(Debug, Default)]
struct Seen(Mutex<Option<Vec<u8>>>);

/// Takes any certificate, if its owner has the key, and notes it.
impl ClientCertVerifier for Seen {
    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &[]
    }

    fn verify_client_cert(
        &self,
        certificate: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: UnixTime,
    ) -> Result<ClientCertVerified, rustls::Error> {
        *self.0.lock().unwrap() = Some(certificate.to_vec());
        Ok(ClientCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let known = default_provider().signature_verification_algorithms;
        verify_tls12_signature(message, certificate, signed, &known)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let known = default_provider().signature_verification_algorithms;
        verify_tls13_signature(message, certificate, signed, &known)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        default_provider().signature_verification_algorithms.supported_schemes()
    }
}

#[tokio::test]
async fn a_client_certificate_is_shown_to_a_server_that_asks_for_one() {
    let seen = Arc::new(Seen::default());
    let port = serve_https(acceptor(Some(Arc::clone(&seen) as _))).await.port();
    let url = format!("https://localhost:{port}/");
    let without = trusting().build();
    assert_eq!(refused(&without, exchange(&url)).await.kind(), ErrorKind::Http);
    assert_eq!(*seen.0.lock().unwrap(), None);

    let pem = [&include_bytes!("tls/leaf.pem")[..], include_bytes!("tls/leaf.key")].concat();
    let with = trusting().client_certificate_pem(&pem).unwrap().build();
    let answer = send(&with, exchange(&url)).await;
    assert_eq!(read(answer.body).await.0, b"over TLS");
    let own = CertificateDer::from_pem_slice(&pem).unwrap();
    assert_eq!(seen.0.lock().unwrap().as_deref(), Some(&*own));
}

#[test]
fn what_is_no_client_certificate_is_refused_and_not_shown() {
    for pem in [&b"sk-secret"[..], include_bytes!("tls/leaf.pem"), include_bytes!("tls/leaf.key")] {
        let error = HttpTransport::builder().client_certificate_pem(pem).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(!format!("{error:?}").contains("sk-secret"), "{error:?}");
    }
}
