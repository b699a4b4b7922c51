//! What is omitted from a request.

use crate::{LlmError, OnUnsupported, Warning, WarningKind};

/// What is omitted from a request because the vendor lacks it, under the request's
/// [`OnUnsupported`] rule.
///
/// The same omission for the same reason is reported once.
#[derive(Debug)]
pub struct Omissions {
    rule: OnUnsupported,
    warnings: Vec<Warning>,
}

impl Omissions {
    /// No omissions yet.
    pub fn new(rule: OnUnsupported) -> Self {
        Self { rule, warnings: Vec::new() }
    }

    /// Reports that `subject` is omitted because of `why`.
    ///
    /// # Errors
    /// `BadRequest` if the rule is `OnUnsupported::Error`.
    pub fn omit(&mut self, subject: &str, why: &str) -> Result<(), LlmError> {
        match self.rule {
            OnUnsupported::Error => Err(LlmError::bad_request(format!("{subject}: {why}"))),
            OnUnsupported::Warn => {
                let message = format!("{subject} was left out: {why}");
                self.push(Warning::new(WarningKind::Omitted, subject, message));
                Ok(())
            }
            OnUnsupported::Drop => Ok(()),
        }
    }

    /// The reason why a part of another vendor is omitted.
    pub fn foreign(vendor: Option<&str>) -> String {
        match vendor {
            Some(vendor) => format!("it came from another vendor, {vendor}"),
            None => "it does not say which vendor it came from".to_owned(),
        }
    }

    /// Reports that a value was chosen or changed on the caller's behalf. The rule does not apply,
    /// since nothing is omitted.
    pub fn defaulted(&mut self, subject: &str, message: impl Into<String>) {
        self.push(Warning::new(WarningKind::Defaulted, subject, message));
    }

    /// The warnings, for [`Encoded`](crate::codec::Encoded).
    pub fn into_warnings(self) -> Vec<Warning> {
        self.warnings
    }

    fn push(&mut self, warning: Warning) {
        if !self.warnings.contains(&warning) {
            self.warnings.push(warning);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Omissions;
    use crate::{ErrorKind, OnUnsupported};

    #[test]
    fn one_loss_for_one_reason_is_one_warning() {
        let mut omissions = Omissions::new(OnUnsupported::Warn);
        for _ in 0..3 {
            omissions.omit("image", "the model reads none").unwrap();
            omissions.defaulted("seed", "it is 1");
        }
        omissions.omit("image", "it has no bytes").unwrap();
        let subjects: Vec<_> = omissions.into_warnings().into_iter().map(|w| w.subject).collect();
        assert_eq!(subjects, ["image", "seed", "image"]);
    }

    #[test]
    fn the_rule_decides_between_refusal_warning_and_silence() {
        let refused = Omissions::new(OnUnsupported::Error).omit("seed", "there is none");
        assert_eq!(refused.unwrap_err().kind(), ErrorKind::BadRequest);
        let mut silent = Omissions::new(OnUnsupported::Drop);
        silent.omit("seed", "there is none").unwrap();
        assert_eq!(silent.into_warnings(), []);
    }
}
