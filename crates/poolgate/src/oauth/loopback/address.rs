use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

/// Where a redirect URI leads, if that is a loopback interface of this machine.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct LoopbackAddress {
    /// The addresses to listen on, IPv4 first.
    pub(super) ips: Vec<IpAddr>,
    pub(super) port: u16,
    /// What a browser sends as `Host`.
    pub(super) authority: String,
    /// What a browser asks for, before the `?`.
    pub(super) path: String,
}

impl LoopbackAddress {
    /// `None` for what no listener on this machine receives: https, other hosts, schemes of apps.
    /// The URL was read as browsers read them, so that both see the same host and path.
    pub(super) fn of(url: &Url) -> Option<Self> {
        if url.scheme() != "http" {
            return None;
        }
        let ips = match url.host()? {
            Host::Domain("localhost") => {
                vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()]
            }
            Host::Ipv4(ip) if ip.is_loopback() => vec![ip.into()],
            Host::Ipv6(ip) if ip.is_loopback() => vec![ip.into()],
            _ => return None,
        };
        let host = url.host_str()?;
        Some(Self {
            ips,
            port: url.port_or_known_default()?,
            authority: match url.port() {
                Some(port) => format!("{host}:{port}"),
                None => host.to_owned(),
            },
            path: url.path().to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(uri: &str) -> Option<LoopbackAddress> {
        LoopbackAddress::of(&Url::parse(uri).ok()?)
    }

    #[test]
    fn localhost_has_two_addresses_and_a_literal_its_own() {
        let shown = |uri| {
            let address = of(uri).unwrap();
            let ips = address.ips.iter().map(ToString::to_string);
            let ips = ips.collect::<Vec<_>>().join(" ");
            format!(
                "{ips} {} {} {}",
                address.port, address.authority, address.path
            )
        };
        for (uri, expected) in [
            (
                "http://localhost:8400/callback",
                "127.0.0.1 ::1 8400 localhost:8400 /callback",
            ),
            ("http://127.0.0.1:8400/", "127.0.0.1 8400 127.0.0.1:8400 /"),
            ("http://127.0.0.2:8400", "127.0.0.2 8400 127.0.0.2:8400 /"),
            ("http://[::1]:8400/a?b=c", "::1 8400 [::1]:8400 /a"),
            ("http://LOCALHOST/A", "127.0.0.1 ::1 80 localhost /A"),
        ] {
            assert_eq!(shown(uri), expected, "{uri}");
        }
    }

    #[test]
    fn nothing_but_a_loopback_address_is_listened_on() {
        for uri in [
            "https://localhost:8400/callback",
            "http://localhost.example.com:8400/",
            "http://example.com/",
            "http://0.0.0.0:8400/",
            "http://[::]:8400/",
            "http://192.168.0.1:8400/",
            "myapp://callback",
            "localhost:8400",
            "",
        ] {
            assert_eq!(of(uri), None, "{uri}");
        }
    }

    proptest! {
        #[test]
        fn any_text_leads_to_loopback_or_nowhere(uri in "(http://)?[a-z0-9.:\\[\\]%@]{0,16}.{0,8}") {
            if let Some(address) = of(&uri) {
                prop_assert!(address.ips.iter().all(IpAddr::is_loopback));
                prop_assert!(address.path.starts_with('/'));
            }
        }
    }
}
