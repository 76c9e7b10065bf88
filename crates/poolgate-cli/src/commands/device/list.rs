//! `poolgate device list`.

use std::process::ExitCode;

use poolgate::{DeviceDescription, DeviceKey};
use serde_json::Value;

use super::{as_json, remembered, this_device};
use crate::arguments::device::List;
use crate::bounded;
use crate::clock;
use crate::failure::Failure;
use crate::output;
use crate::plain_text::plain;
use crate::user::User;

pub(super) fn run(arguments: &List) -> Result<ExitCode, Failure> {
    let user = User::signed_in(&arguments.connection)?;
    let (devices, this) = bounded::block_on(async {
        let session = user.session().await?;
        let devices = user.told(session.devices().await)?;
        Ok((devices, this_device::key(&user, &session)?))
    })?;
    if arguments.json {
        let devices = devices
            .iter()
            .map(|device| as_json(device, is(device, this.as_ref())));
        return output::line(&Value::Array(devices.collect()).to_string());
    }
    if devices.is_empty() {
        return output::line(&format!("The pool knows no device of {}.", user.name));
    }
    output::line(&table(&devices, this.as_ref()))
}

fn is(device: &DeviceDescription, this: Option<&DeviceKey>) -> bool {
    this.is_some_and(|this| this.expose() == device.key.expose())
}

fn table(devices: &[DeviceDescription], this: Option<&DeviceKey>) -> String {
    let rows: Vec<[String; 4]> = devices.iter().map(|device| row(device, this)).collect();
    let width = |column: usize| {
        let cells = rows.iter().map(|row| row[column].chars().count());
        cells.max().unwrap_or_default()
    };
    let widths = [width(0), width(1), width(2)];
    let lines = rows.iter().map(|[key, name, state, seen]| {
        let [first, second, third] = widths;
        format!("{key:first$}  {name:second$}  {state:third$}  {seen}")
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn row(device: &DeviceDescription, this: Option<&DeviceKey>) -> [String; 4] {
    let seen = match device.last_authenticated {
        Some(time) => format!("last signed in {}", clock::clock_time(time)),
        None => String::new(),
    };
    let mark = if is(device, this) {
        " (this device)"
    } else {
        ""
    };
    [
        plain(device.key.expose()),
        plain(device.name.as_deref().unwrap_or("-")),
        remembered(device).to_owned(),
        format!("{seen}{mark}"),
    ]
}
