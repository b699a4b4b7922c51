//! A refusal in the vendor's own words.

/// Why a request is refused, in the words of a vendor. Each wire writes it in its own shape.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Refused {
    /// The HTTP status; in mid-stream it is not sent.
    pub status: u16,
    /// The error's `type`, such as `invalid_request_error`.
    pub kind: String,
    /// The error's `code`, for the wires that have one.
    pub code: Option<String>,
    /// What it says.
    pub message: String,
}

impl Refused {
    /// A refusal.
    pub fn new(status: u16, kind: impl Into<String>, message: impl Into<String>) -> Self {
        Self { status, kind: kind.into(), code: None, message: message.into() }
    }

    /// A bad request: 400, `invalid_request_error`.
    pub fn bad(message: impl Into<String>) -> Self {
        Self::new(400, "invalid_request_error", message)
    }

    /// An overloaded vendor: 529, `overloaded_error`.
    pub fn overloaded() -> Self {
        Self::new(529, "overloaded_error", "Overloaded")
    }

    /// Too many requests: 429, `rate_limit_error`.
    pub fn rate_limit() -> Self {
        Self::new(429, "rate_limit_error", "Too many requests")
    }

    /// With a code.
    pub fn code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }
}
