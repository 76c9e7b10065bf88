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
use crate::table::Table;
use crate::user::User;

pub(super) fn run(arguments: &List) -> Result<ExitCode, Failure> {
    let user = User::signed_in(&arguments.connection)?;
    let (devices, this) = bounded::block_on(async {
        let session = user.session().await?;
        let devices = user.told(session.devices().await)?;
        Ok((devices, this_device::key(&user, &session)?))
    })?;
    if arguments.format.json {
        let devices = devices
            .iter()
            .map(|device| as_json(device, is(device, this.as_ref())));
        return output::line(&Value::Array(devices.collect()).to_string());
    }
    let mut table = Table::new(["KEY", "NAME", "STATE", "LAST SIGNED IN"]);
    for device in &devices {
        table.row(row(device, this.as_ref()));
    }
    table.print(&format!("The pool knows no device of {}.", user.name))
}

fn is(device: &DeviceDescription, this: Option<&DeviceKey>) -> bool {
    this.is_some_and(|this| this.expose() == device.key.expose())
}

fn row(device: &DeviceDescription, this: Option<&DeviceKey>) -> [String; 4] {
    let seen = match device.last_authenticated {
        Some(time) => clock::clock_time(time),
        None => String::new(),
    };
    let mark = if is(device, this) {
        " (this device)"
    } else {
        ""
    };
    [
        device.key.expose().to_owned(),
        device.name.clone().unwrap_or_else(|| "-".to_owned()),
        remembered(device).to_owned(),
        format!("{seen}{mark}"),
    ]
}
