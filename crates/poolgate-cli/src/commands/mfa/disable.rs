//! `poolgate mfa disable`.

use std::process::ExitCode;

use poolgate::MfaFactor;

use crate::arguments::mfa::Disable;
use crate::bounded;
use crate::failure::Failure;
use crate::output;
use crate::user::User;

pub(super) fn run(arguments: &Disable) -> Result<ExitCode, Failure> {
    let user = User::signed_in(&arguments.connection)?;
    bounded::block_on(async {
        let session = user.session().await?;
        let off = arguments.kind.preference(MfaFactor::Disabled);
        user.told(session.prefer_mfa(off).await)
    })?;
    let (factor, name) = (arguments.kind.description(), &user.name);
    output::line(&format!("Switched off for {name}: {factor}."))
}
