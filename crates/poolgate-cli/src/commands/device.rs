//! `poolgate device …`: the devices of who is signed in.

mod forget;
mod list;
mod remember;
mod status;
mod this_device;

use std::process::ExitCode;

use poolgate::DeviceDescription;
use serde_json::{Value, json};

use crate::arguments::device::Device;
use crate::clock;
use crate::failure::Failure;

pub(crate) fn run(command: &Device) -> Result<ExitCode, Failure> {
    match command {
        Device::Forget(arguments) => forget::run(arguments),
        Device::List(arguments) => list::run(arguments),
        Device::Remember(arguments) => remember::run(arguments, true),
        Device::Status(arguments) => status::run(arguments),
        Device::Unremember(arguments) => remember::run(arguments, false),
    }
}

fn as_json(device: &DeviceDescription, this_device: bool) -> Value {
    json!({
        "key": device.key.expose(),
        "name": device.name,
        "remembered": device.remembered,
        "last_ip_used": device.last_ip_used,
        "created_at": device.created.map(clock::rfc3339),
        "last_authenticated_at": device.last_authenticated.map(clock::rfc3339),
        "this_device": this_device,
    })
}

fn remembered(device: &DeviceDescription) -> &'static str {
    match device.remembered {
        Some(true) => "remembered",
        Some(false) => "not remembered",
        None => "unknown",
    }
}
