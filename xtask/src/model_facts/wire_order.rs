//! The order in which Cognito's error texts list the values of an enum.

/// How many buckets the service's sets have, as far as the recordings tell.
const BUCKETS: u32 = 32;

/// Orders an enum as the service's texts do.
///
/// The texts follow neither the model nor the alphabet. All the lists that were recorded publicly
/// (see the tests) are in the order of a hash table with 32 buckets over Java's `String.hashCode`,
/// whose newest entry comes first in its bucket. Enums without a recording are put in that order
/// too; for those it is a conclusion, not an observation.
pub(super) fn of(values: &[String]) -> Vec<&str> {
    let mut ordered: Vec<&str> = values.iter().rev().map(String::as_str).collect();
    ordered.sort_by_key(|value| java_hash(value) % BUCKETS);
    ordered
}

/// `java.lang.String.hashCode`, over UTF-16 code units.
fn java_hash(text: &str) -> u32 {
    text.encode_utf16().fold(0, |hash, unit| {
        hash.wrapping_mul(31).wrapping_add(u32::from(unit))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recorded_lists_are_reproduced() {
        let recorded: [(&[&str], &str); 6] = [
            (
                &["seconds", "minutes", "hours", "days"],
                "hours, days, minutes, seconds",
            ),
            (&["OFF", "ON", "OPTIONAL"], "OPTIONAL, OFF, ON"),
            (&["phone_number", "email"], "phone_number, email"),
            (
                &["code", "implicit", "client_credentials"],
                "implicit, client_credentials, code",
            ),
            (
                &[
                    "USER_SRP_AUTH",
                    "REFRESH_TOKEN_AUTH",
                    "REFRESH_TOKEN",
                    "CUSTOM_AUTH",
                    "ADMIN_NO_SRP_AUTH",
                    "USER_PASSWORD_AUTH",
                    "ADMIN_USER_PASSWORD_AUTH",
                ],
                "ADMIN_NO_SRP_AUTH, ADMIN_USER_PASSWORD_AUTH, USER_SRP_AUTH, REFRESH_TOKEN_AUTH, \
                 REFRESH_TOKEN, CUSTOM_AUTH, USER_PASSWORD_AUTH",
            ),
            (
                &[
                    "ADMIN_NO_SRP_AUTH",
                    "CUSTOM_AUTH_FLOW_ONLY",
                    "USER_PASSWORD_AUTH",
                    "ALLOW_ADMIN_USER_PASSWORD_AUTH",
                    "ALLOW_CUSTOM_AUTH",
                    "ALLOW_USER_PASSWORD_AUTH",
                    "ALLOW_USER_SRP_AUTH",
                    "ALLOW_REFRESH_TOKEN_AUTH",
                ],
                "ALLOW_CUSTOM_AUTH, ADMIN_NO_SRP_AUTH, ALLOW_REFRESH_TOKEN_AUTH, \
                 ALLOW_USER_PASSWORD_AUTH, ALLOW_USER_SRP_AUTH, CUSTOM_AUTH_FLOW_ONLY, \
                 USER_PASSWORD_AUTH, ALLOW_ADMIN_USER_PASSWORD_AUTH",
            ),
        ];
        for (model, wire) in recorded {
            let model: Vec<String> = model.iter().map(ToString::to_string).collect();
            assert_eq!(of(&model).join(", "), wire);
        }
    }
}
