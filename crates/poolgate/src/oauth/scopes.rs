use crate::Error;

/// The scope without which there is no ID token.
const OPEN_ID: &str = "openid";

/// Checks the scopes of a user's sign-in, which needs the ID token. None are all that the app
/// client has.
pub(super) fn check_for_user(scopes: &[String]) -> Result<(), Error> {
    check(scopes)?;
    if scopes.is_empty() || scopes.iter().any(|scope| scope == OPEN_ID) {
        return Ok(());
    }
    Err(invalid(
        scopes.join(" "),
        "a sign-in needs the ID token, so add `openid`",
    ))
}

/// Each must be one scope (RFC 6749 3.3): a space in it would make it two.
pub(super) fn check(scopes: &[String]) -> Result<(), Error> {
    let is_scope = |scope: &str| {
        let is_character = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\\');
        !scope.is_empty() && scope.bytes().all(is_character)
    };
    match scopes.iter().find(|scope| !is_scope(scope)) {
        None => Ok(()),
        Some(scope) => Err(invalid(
            scope.clone(),
            "expected one scope each, of visible ASCII characters and without spaces or quotes",
        )),
    }
}

fn invalid(value: String, reason: &str) -> Error {
    Error::InvalidSetting {
        setting: "scope",
        value,
        reason: reason.to_owned(),
    }
}
