//! Giving a secret to an authenticator app.

use poolgate::SoftwareTokenSecret;
use zeroize::Zeroizing;

use crate::failure::Failure;
use crate::prompt::Prompt;
use crate::qr_code;

/// What the app is asked for, once it has the secret.
pub(crate) const QUESTION: &str = "Code that the authenticator app shows";

/// Shows the secret in every way that apps take it.
pub(crate) fn show(prompt: &Prompt, secret: &SoftwareTokenSecret, issuer: &str, account: &str) {
    let uri = secret.otpauth_uri(issuer, account);
    if let Some(code) = qr_code::draw(uri.expose(), qr_code::colours_wanted()) {
        prompt.say("Scan this with an authenticator app:");
        prompt.show(&code);
    }
    prompt.say(&format!("Secret:  {}", *in_groups(secret.expose())));
    prompt.say(&format!("Link:    {}", uri.expose()));
}

/// The code, without the blanks that some apps show in it.
pub(crate) fn code(prompt: &Prompt) -> Result<String, Failure> {
    let typed = prompt.text(QUESTION, "")?;
    Ok(typed.split_whitespace().collect())
}

/// Groups of four are what people can copy; apps ignore the blanks.
fn in_groups(secret: &str) -> Zeroizing<String> {
    let mut grouped = Zeroizing::new(String::new());
    for (index, character) in secret.chars().enumerate() {
        if index > 0 && index % 4 == 0 {
            grouped.push(' ');
        }
        grouped.push(character);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_shown_in_groups_of_four() {
        assert_eq!(*in_groups("JBSWY3DPEHPK3PXPA"), "JBSW Y3DP EHPK 3PXP A");
        assert_eq!(*in_groups(""), "");
    }
}
