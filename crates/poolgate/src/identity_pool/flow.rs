use std::fmt;
use std::ops::RangeInclusive;
use std::time::Duration;

use crate::Error;

/// How an identity's AWS credentials are had (protocol.md 8.1).
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum CredentialFlow {
    /// From the identity pool (`GetCredentialsForIdentity`): for an hour, in a role that it
    /// approves.
    #[default]
    Enhanced,
    /// From STS with the identity's OpenID token, in a role that trusts it. The identity pool has
    /// to allow it.
    Classic(ClassicFlow),
}

/// What STS is asked for in the classic flow.
///
/// ```
/// use std::time::Duration;
/// use poolgate::ClassicFlow;
///
/// let flow = ClassicFlow::new()
///     .session_name("nightly-job")?
///     .duration(Duration::from_hours(12))?;
/// assert!(ClassicFlow::new().session_name("no spaces").is_err());
/// # Ok::<(), poolgate::Error>(())
/// ```
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
pub struct ClassicFlow {
    session_name: Option<String>,
    duration: Option<Duration>,
}

/// What STS takes; how much of it, the role says.
const DURATION_SECONDS: RangeInclusive<u64> = 900..=43_200;
const SESSION_NAME_LENGTH: RangeInclusive<usize> = 2..=64;

impl ClassicFlow {
    /// For an hour, under the user's `sub`.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// What the session is called in AWS's records: 2 to 64 letters, digits and `+=,.@-_`. Without
    /// it, the user's `sub`, or the identity's UUID.
    pub fn session_name(mut self, name: impl Into<String>) -> Result<Self, Error> {
        let name = name.into();
        let allowed = |c: char| c.is_ascii_alphanumeric() || "+=,.@-_".contains(c);
        if !SESSION_NAME_LENGTH.contains(&name.len()) || !name.chars().all(allowed) {
            return Err(Error::InvalidSetting {
                setting: "the role session name",
                value: name,
                reason: "2 to 64 letters, digits and +=,.@-_ are allowed".to_owned(),
            });
        }
        self.session_name = Some(name);
        Ok(self)
    }

    /// How long the credentials live: 15 minutes to 12 hours in whole seconds, and no longer than
    /// the role allows. Without it, an hour.
    pub fn duration(mut self, duration: Duration) -> Result<Self, Error> {
        if !DURATION_SECONDS.contains(&duration.as_secs()) {
            return Err(Error::InvalidSetting {
                setting: "the credentials' duration",
                value: format!("{} s", duration.as_secs()),
                reason: "900 to 43200 seconds are allowed".to_owned(),
            });
        }
        self.duration = Some(duration);
        Ok(self)
    }

    pub(super) fn duration_seconds(&self) -> Option<i32> {
        let seconds = self.duration?.as_secs();
        i32::try_from(seconds).ok()
    }

    pub(super) fn name_or(&self, default: &str) -> String {
        self.session_name.as_deref().unwrap_or(default).to_owned()
    }
}

/// What tells credentials of one flow from those of another: empty for the enhanced flow.
impl fmt::Display for CredentialFlow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Enhanced => Ok(()),
            Self::Classic(classic) => {
                let name = classic.session_name.as_deref().unwrap_or_default();
                let seconds = classic.duration.unwrap_or_default().as_secs();
                write!(f, "classic {name} {seconds}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sts_takes_from_15_minutes_to_12_hours() {
        let duration = |seconds| ClassicFlow::new().duration(Duration::from_secs(seconds));
        for seconds in [0, 899, 43_201, u64::MAX] {
            assert!(duration(seconds).is_err(), "{seconds}");
        }
        for seconds in [900, 43_200] {
            let expected = i32::try_from(seconds).ok();
            assert_eq!(duration(seconds).unwrap().duration_seconds(), expected);
        }
    }

    #[test]
    fn a_session_has_a_name_that_sts_takes() {
        let named = |name: &str| ClassicFlow::new().session_name(name);
        for name in ["", "a", "a b", "é2", &"a".repeat(65)] {
            assert!(named(name).is_err(), "{name}");
        }
        assert_eq!(named("a@b").unwrap().name_or("other"), "a@b");
        assert_eq!(ClassicFlow::new().name_or("other"), "other");
    }

    #[test]
    fn flows_that_differ_are_told_apart() {
        let classic = |flow: ClassicFlow| CredentialFlow::Classic(flow).to_string();
        let texts = [
            CredentialFlow::Enhanced.to_string(),
            classic(ClassicFlow::new()),
            classic(ClassicFlow::new().session_name("job").unwrap()),
            classic(
                ClassicFlow::new()
                    .duration(Duration::from_mins(15))
                    .unwrap(),
            ),
        ];
        for (index, text) in texts.iter().enumerate() {
            assert!(!texts[..index].contains(text), "{text}");
        }
    }
}
