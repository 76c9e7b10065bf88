use super::ProfileError;

/// Checks that a text can be a profile's name: ASCII letters, digits, `.`, `_` and `-`. Names go
/// into `~/.aws/config` and into command lines there, which take no others.
pub fn check_name(name: &str) -> Result<(), ProfileError> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    if name.is_empty() || !name.bytes().all(plain) {
        return Err(ProfileError::InvalidName {
            name: name.to_owned(),
        });
    }
    Ok(())
}
