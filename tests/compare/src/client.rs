//! The two clients: kei-router, and reqwest alone.

mod bare;
mod kei;

use crate::{Result, Wire};
pub use bare::Bare;
pub use kei::Kei;
use std::net::SocketAddr;
use std::str::FromStr;
use std::time::Duration;

/// Which client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// reqwest alone: it posts the same bytes, and reads the body's chunks.
    Bare,
    /// A provider of kei-router's.
    Kei,
}

/// A client of one wire, with its own pool.
#[non_exhaustive]
pub enum Client {
    /// reqwest alone.
    Bare(Box<Bare>),
    /// A provider of kei-router's.
    Kei(Box<Kei>),
}

/// A stream whose first token has come. It is open until it is dropped.
#[non_exhaustive]
pub enum Open {
    /// Of reqwest alone.
    Bare(Box<reqwest::Response>),
    /// Of kei-router.
    Kei(kei_router::EventStream),
}

impl FromStr for Kind {
    type Err = Box<dyn std::error::Error + Send + Sync>;

    fn from_str(name: &str) -> Result<Self> {
        match name {
            "bare" => Ok(Self::Bare),
            "kei" => Ok(Self::Kei),
            _ => Err(format!("there is no client {name:?}").into()),
        }
    }
}

impl Kind {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Bare => "bare",
            Self::Kei => "kei",
        }
    }
}

impl Client {
    /// A client for the server at this address.
    ///
    /// # Errors
    /// Where it cannot be made.
    pub async fn new(kind: Kind, wire: &Wire, server: SocketAddr) -> Result<Self> {
        Ok(match kind {
            Kind::Bare => Self::Bare(Box::new(Bare::new(wire, server).await?)),
            Kind::Kei => {
                Self::Kei(Box::new(Kei::new(wire, &format!("http://{server}{}", wire.path))?))
            }
        })
    }

    /// The same for the wire's slow streams.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub async fn slow(kind: Kind, wire: &Wire, server: SocketAddr) -> Result<Self> {
        Ok(match Self::new(kind, wire, server).await? {
            Self::Bare(bare) => Self::Bare(Box::new(bare.slow())),
            Self::Kei(_) => {
                Self::Kei(Box::new(Kei::new(wire, &format!("http://{server}{}?slow", wire.path))?))
            }
        })
    }

    /// Asks for a short answer and reads it to its end; gives the time to its first token.
    ///
    /// # Errors
    /// What goes wrong.
    pub async fn answer(&self) -> Result<Duration> {
        match self {
            Self::Bare(bare) => bare.answer().await,
            Self::Kei(kei) => kei.answer().await,
        }
    }

    /// Opens a stream, up to its first token.
    ///
    /// # Errors
    /// What goes wrong.
    pub async fn open(&self) -> Result<Open> {
        Ok(match self {
            Self::Bare(bare) => Open::Bare(Box::new(bare.open().await?)),
            Self::Kei(kei) => Open::Kei(kei.open().await?),
        })
    }
}
