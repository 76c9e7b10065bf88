//! Signature Version 4, as the server reads it.

use std::cell::OnceCell;

use chacha20::ChaCha20Rng;
use chacha20::rand_core::SeedableRng;
use poolgate_local::{AccessKey, Core, Request, Settings, UnixTime};

use crate::server::{answer, check};

thread_local! {
    static CORE: OnceCell<Core> = const { OnceCell::new() };
}

/// Sends a signed call whose `Authorization` is the first line of the input and whose `X-Amz-Date`
/// is the second.
///
/// # Panics
///
/// If the call is let through: nobody here knows the secret key.
pub fn signatures(input: &[u8]) {
    let Ok(input) = std::str::from_utf8(input) else {
        return;
    };
    let (authorization, date) = input.split_once('\n').unwrap_or((input, ""));
    let headers = [
        ("authorization", authorization),
        ("host", "localhost"),
        ("x-amz-date", date),
        (
            "x-amz-target",
            "AWSCognitoIdentityProviderService.ListUserPools",
        ),
    ];
    let request = Request {
        method: "POST",
        path: "/",
        query: "",
        headers: &headers,
        body: br#"{"MaxResults":1}"#,
    };
    let now = UnixTime::from_seconds(1_790_000_000);
    let mut random = ChaCha20Rng::from_seed([7; 32]);
    let response = CORE.with(|core| {
        core.get_or_init(core_that_verifies)
            .handle(&request, now, &mut random)
    });
    check(&response, &answer(&response));
    assert_eq!(response.status, 400, "a forged signature was taken");
}

fn core_that_verifies() -> Core {
    let mut settings = Settings::new("http://localhost");
    settings.verify_signatures = true;
    settings.access_keys.push(AccessKey::new(
        "AKIDEXAMPLE",
        "a secret that no input knows",
    ));
    Core::in_memory(settings, &mut ChaCha20Rng::from_seed([7; 32]))
}
