//! Where the browser may come back to.

use poolgate::oauth::RedirectUri;

use crate::arguments::browser::BrowserFlags;
use crate::failure::Failure;

/// The service compares ports as well (protocol.md 6.7): these have to be registered, too.
const PORTS: [u16; 3] = [8400, 8401, 8402];

/// The redirect URIs to try in turn: those of the flags, else the profile's, else three on this
/// machine.
pub(crate) fn of(
    flags: &BrowserFlags,
    profile: &[RedirectUri],
) -> Result<Vec<RedirectUri>, Failure> {
    if !flags.redirect_uris.is_empty() {
        return Ok(flags.redirect_uris.clone());
    }
    let is_own = flags.ports.is_empty() && flags.redirect_host.is_none();
    if is_own && !profile.is_empty() {
        return Ok(profile.to_vec());
    }
    let host = flags.redirect_host.as_deref().unwrap_or("localhost");
    let ports = match flags.ports.as_slice() {
        [] => &PORTS,
        ports => ports,
    };
    let uris = ports.iter().map(|port| on_this_machine(host, *port));
    Ok(uris.collect::<Result<_, _>>()?)
}

/// The first of a profile's, or of the usual ones.
pub(crate) fn first(profile: &[RedirectUri]) -> Result<RedirectUri, Failure> {
    match profile {
        [first, ..] => Ok(first.clone()),
        [] => Ok(on_this_machine("localhost", PORTS[0])?),
    }
}

fn on_this_machine(host: &str, port: u16) -> Result<RedirectUri, poolgate::Error> {
    format!("http://{host}:{port}/callback").parse()
}

/// One on each line, for a person to register.
pub(crate) fn listed(uris: &[RedirectUri]) -> String {
    let lines: Vec<_> = uris.iter().map(|uri| format!("\n  {uri}")).collect();
    lines.concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flags(ports: &[u16], host: Option<&str>, uris: &[&str]) -> BrowserFlags {
        BrowserFlags {
            no_browser: false,
            paste: false,
            ports: ports.to_vec(),
            redirect_host: host.map(str::to_owned),
            redirect_uris: parsed(uris),
            identity_provider: None,
            login_hint: None,
            prompts: Vec::new(),
            lang: None,
            timeout: None,
            scopes: Vec::new(),
            resource: None,
        }
    }

    fn parsed(uris: &[&str]) -> Vec<RedirectUri> {
        uris.iter().map(|uri| uri.parse().unwrap()).collect()
    }

    fn texts(flags: &BrowserFlags, profile: &[&str]) -> String {
        let uris = of(flags, &parsed(profile)).unwrap();
        let texts: Vec<_> = uris.iter().map(RedirectUri::as_str).collect();
        texts.join(" ")
    }

    #[test]
    fn flags_come_before_the_profile_and_that_before_the_usual_ones() {
        let (own, profile) = ("https://app.example.com/a", &["http://localhost:1/b"][..]);
        assert_eq!(texts(&flags(&[], None, &[own]), profile), own);
        assert_eq!(texts(&flags(&[], None, &[]), profile), profile[0]);
        let with_ports = flags(&[1, 2], None, &[]);
        let expected = "http://localhost:1/callback http://localhost:2/callback";
        assert_eq!(texts(&with_ports, profile), expected);
        let with_host = texts(&flags(&[], Some("[::1]"), &[]), profile);
        assert!(
            with_host.starts_with("http://[::1]:8400/callback "),
            "{with_host}"
        );
        let usual = texts(&flags(&[], None, &[]), &[]);
        assert_eq!(usual.split(' ').count(), 3);
        assert!(
            usual.ends_with(" http://localhost:8402/callback"),
            "{usual}"
        );
    }
}
