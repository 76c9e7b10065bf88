//! What was typed for another method than the one that is taken: it would do nothing.

use poolgate::oauth::Prompt;

use crate::arguments::Login;
use crate::failure::{Failure, Kind};
use crate::method::Method;

/// A flag, and whether it was typed.
type Typed = (&'static str, bool);

/// Refuses flags that do not belong to the method, or not to each other.
pub(super) fn refuse(arguments: &Login, method: Method) -> Result<(), Failure> {
    let foreign = match method {
        Method::Browser => of_a_dialogue(arguments).to_vec(),
        Method::ClientCredentials => {
            [&of_a_dialogue(arguments)[..], &of_the_browser(arguments)].concat()
        }
        _ => [&of_the_browser(arguments)[..], &of_both_oauths(arguments)].concat(),
    };
    let foreign: Vec<_> = foreign
        .into_iter()
        .filter(|(_, is_typed)| *is_typed)
        .collect();
    match foreign.as_slice() {
        [] => refuse_contradictions(arguments),
        [(flag, _)] => Err(unfit(&format!("{flag} does"), method)),
        several => {
            let names: Vec<_> = several.iter().map(|(flag, _)| *flag).collect();
            Err(unfit(&format!("{} do", names.join(", ")), method))
        }
    }
}

/// The page asks what a person is to be asked otherwise.
fn of_a_dialogue(arguments: &Login) -> [Typed; 9] {
    let given = &arguments.given;
    [
        ("--password-stdin", given.password.password_stdin),
        (
            "--password-process",
            given.password.password_process.is_some(),
        ),
        ("--mfa-code", given.mfa_code.is_some()),
        ("--mfa-process", given.mfa_process.is_some()),
        ("--mfa-type", given.mfa_type.is_some()),
        ("--passkey-process", given.passkey_process.is_some()),
        ("--answer", !given.answers.is_empty()),
        (
            "--client-metadata",
            !given.functions.client_metadata.is_empty(),
        ),
        ("--remember-device", arguments.remember_device),
    ]
}

fn of_the_browser(arguments: &Login) -> [Typed; 10] {
    let flags = &arguments.browser;
    [
        ("--no-browser", flags.no_browser),
        ("--paste", flags.paste),
        ("--port", !flags.ports.is_empty()),
        ("--redirect-host", flags.redirect_host.is_some()),
        ("--redirect-uri", !flags.redirect_uris.is_empty()),
        ("--identity-provider", flags.identity_provider.is_some()),
        ("--login-hint", flags.login_hint.is_some()),
        ("--prompt", !flags.prompts.is_empty()),
        ("--lang", flags.lang.is_some()),
        ("--timeout", flags.timeout.is_some()),
    ]
}

/// A machine asks for these as well.
fn of_both_oauths(arguments: &Login) -> [Typed; 2] {
    let flags = &arguments.browser;
    [
        ("--scope", !flags.scopes.is_empty()),
        ("--resource", flags.resource.is_some()),
    ]
}

fn unfit(flags: &str, method: Method) -> Failure {
    let (word, hint) = match method {
        Method::Auto => (
            "auto, which shows no browser here",
            "Leave that out, or give --method browser",
        ),
        Method::Browser | Method::ClientCredentials => {
            (method.word(), "Leave that out, or give another --method")
        }
        _ => (method.word(), "Leave that out, or give --method browser"),
    };
    let message = format!("{flags} not go with the method {word}");
    Failure::new(Kind::Usage, message).hint(hint)
}

fn refuse_contradictions(arguments: &Login) -> Result<(), Failure> {
    let flags = &arguments.browser;
    // OpenID Connect Core 3.1.2.1.
    if flags.prompts.len() > 1 && flags.prompts.contains(&Prompt::None) {
        let message = "--prompt none goes together with no other --prompt";
        return Err(Failure::new(Kind::Usage, message).hint("Leave out one of them"));
    }
    let is_several = |scope: &&String| scope.contains(char::is_whitespace);
    match flags.scopes.iter().find(is_several) {
        Some(scopes) => {
            let message = format!("--scope takes one scope, and {scopes:?} is more");
            Err(Failure::new(Kind::Usage, message).hint("Repeat --scope for each"))
        }
        None => Ok(()),
    }
}
