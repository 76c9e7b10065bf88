//! `poolgate mfa setup`.

use std::process::ExitCode;

use poolgate::{MfaFactor, Session};

use crate::arguments::mfa::Setup;
use crate::authenticator_app;
use crate::bounded;
use crate::failure::{Failure, Kind};
use crate::mfa_type::MfaType;
use crate::output;
use crate::prompt::{Prompt, TRIES};
use crate::user::User;

pub(super) fn run(arguments: &Setup) -> Result<ExitCode, Failure> {
    let user = User::signed_in(&arguments.connection)?;
    bounded::block_on_person(async {
        let session = user.session().await?;
        if arguments.kind == MfaType::Totp {
            verify_app(arguments, &user, &session).await?;
        }
        let factor = if arguments.no_prefer {
            MfaFactor::Enabled
        } else {
            MfaFactor::Preferred
        };
        let preference = arguments.kind.preference(factor);
        user.told(session.prefer_mfa(preference).await)
    })?;
    let (factor, name) = (arguments.kind.description(), &user.name);
    let preferred = if arguments.no_prefer {
        ""
    } else {
        " and preferred"
    };
    output::line(&format!("✓ Set up{preferred} for {name}: {factor}."))
}

/// Gives the secret to an authenticator app, and shows the service that the app has it.
async fn verify_app(arguments: &Setup, user: &User, session: &Session) -> Result<(), Failure> {
    let command = format!("poolgate mfa setup {}", user.profile().flags());
    let prompt = Prompt::new(false, command);
    prompt.check(authenticator_app::QUESTION, "")?;
    let secret = user.told(session.associate_software_token().await)?;
    let issuer = arguments.issuer.as_deref();
    let issuer = issuer.unwrap_or_else(|| user.profile().issuer_name());
    authenticator_app::show(&prompt, &secret, issuer, &user.name);
    let mut refused: Option<Failure> = None;
    for _ in 0..TRIES {
        if let Some(refused) = &refused {
            prompt.say(&refused.to_string());
        }
        let code = authenticator_app::code(&prompt)?;
        let verified = session.verify_software_token(&code, arguments.name.as_deref());
        match verified.await {
            Ok(()) => return Ok(()),
            Err(error) if error.needs_sign_in() || error.is_retryable() => {
                return user.told(Err(error));
            }
            Err(error) => refused = Some(Failure::refused(error)),
        }
    }
    Err(refused.unwrap_or_else(|| Failure::new(Kind::SignIn, "no code was accepted")))
}
