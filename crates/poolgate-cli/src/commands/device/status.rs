//! `poolgate device status`.

use std::process::ExitCode;
use std::time::SystemTime;

use poolgate::DeviceDescription;

use super::{as_json, remembered, this_device};
use crate::arguments::device::Status;
use crate::bounded;
use crate::clock;
use crate::failure::Failure;
use crate::output;
use crate::plain_text::plain;
use crate::user::User;

pub(super) fn run(arguments: &Status) -> Result<ExitCode, Failure> {
    let user = User::signed_in(&arguments.connection)?;
    let device = bounded::block_on(async {
        let session = user.session().await?;
        let key = this_device::or_typed(None, &user, &session)?;
        user.told(session.device(&key).await)
    })?;
    output::line(&if arguments.format.json {
        as_json(&device, true).to_string()
    } else {
        for_people(&device)
    })
}

fn for_people(device: &DeviceDescription) -> String {
    let text = |value: Option<&str>| plain(value.unwrap_or("unknown"));
    let time =
        |time: Option<SystemTime>| time.map_or_else(|| "unknown".to_owned(), clock::clock_time);
    [
        plain(device.key.expose()),
        format!("  name            {}", text(device.name.as_deref())),
        format!("  state           {}", remembered(device)),
        format!("  first seen      {}", time(device.created)),
        format!("  last signed in  {}", time(device.last_authenticated)),
        format!("  last address    {}", text(device.last_ip_used.as_deref())),
    ]
    .join("\n")
}
