//! `poolgate mfa prefer`.

use std::process::ExitCode;

use poolgate::{MfaFactor, MfaPreference, Session};

use crate::arguments::mfa::Prefer;
use crate::bounded;
use crate::failure::Failure;
use crate::mfa_type::MfaType;
use crate::output;
use crate::user::User;

pub(super) fn run(arguments: &Prefer) -> Result<ExitCode, Failure> {
    let user = User::signed_in(&arguments.connection)?;
    bounded::block_on(async {
        let session = user.session().await?;
        let preference = match arguments.preferred.factor() {
            Some(factor) => factor.preference(MfaFactor::Preferred),
            None => user.told(none_preferred(&session).await)?,
        };
        user.told(session.prefer_mfa(preference).await)
    })?;
    let name = &user.name;
    output::line(&match arguments.preferred.factor() {
        Some(factor) => format!("Preferred for {name}: {}.", factor.description()),
        None => format!("No second factor is preferred for {name}."),
    })
}

/// All that is on stays on.
async fn none_preferred(session: &Session) -> Result<MfaPreference, poolgate::Error> {
    let enabled = session.mfa().await?.enabled;
    let factors = enabled.iter().filter_map(MfaType::of);
    Ok(
        factors.fold(MfaPreference::default(), |preference, factor| {
            let on = factor.preference(MfaFactor::Enabled);
            MfaPreference {
                sms: preference.sms.or(on.sms),
                software_token: preference.software_token.or(on.software_token),
                email: preference.email.or(on.email),
                passkey: preference.passkey.or(on.passkey),
            }
        }),
    )
}
