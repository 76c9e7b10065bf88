//! `poolgate users show`.

use std::process::ExitCode;
use std::time::SystemTime;

use poolgate::User;

use super::as_json;
use crate::administrator::{self, Administrator};
use crate::arguments::users::One;
use crate::attributes;
use crate::clock;
use crate::failure::Failure;
use crate::mfa_type::MfaType;
use crate::plain_text::plain;

pub(super) fn run(arguments: &One) -> Result<ExitCode, Failure> {
    let administrator = Administrator::of(&arguments.pool)?;
    let user = administrator::call(administrator.administration.user(&arguments.user))?;
    administrator.say(&as_json(&user), &for_people(&user))
}

fn for_people(user: &User) -> String {
    let time =
        |time: Option<SystemTime>| time.map_or_else(|| "unknown".to_owned(), clock::clock_time);
    let state = if user.enabled { "" } else { ", disabled" };
    let mut lines = vec![
        format!("{} ({}{state})", plain(user.username.as_str()), user.status),
        format!("  created   {}", time(user.created)),
        format!("  changed   {}", time(user.last_modified)),
    ];
    if let Some(mfa) = &user.mfa {
        let factors: Vec<&str> = mfa.enabled.iter().map(MfaType::word_for).collect();
        let factors = if factors.is_empty() {
            "none".to_owned()
        } else {
            factors.join(", ")
        };
        lines.push(format!("  factors   {factors}"));
    }
    lines.push("Attributes".to_owned());
    lines.extend(attributes::lines(&user.attributes));
    lines.join("\n")
}
