//! Ports that no other test listens on.

use std::io::ErrorKind;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, TcpListener, UdpSocket};
use std::ops::Range;

/// Below those that systems hand out for port 0, so that nobody is given one by chance.
const RANGE: Range<u16> = 20_000..30_000;

/// A port of TCP that is this test's alone while this lives, also among the tests of other
/// processes: they all claim a port by binding the one of UDP that has the same number.
pub(crate) struct Port {
    pub(crate) number: u16,
    _claim: UdpSocket,
}

/// As many ports as are wanted, on which nobody listens.
pub(crate) fn claimed<const N: usize>() -> [Port; N] {
    let mut free = RANGE.filter_map(|number| {
        let claim = UdpSocket::bind((Ipv4Addr::LOCALHOST, number)).ok()?;
        (!is_taken(number)).then_some(Port {
            number,
            _claim: claim,
        })
    });
    std::array::from_fn(|_| free.next().unwrap())
}

/// Whether another program listens on either address of `localhost`; not every machine has IPv6.
fn is_taken(number: u16) -> bool {
    let addresses: [IpAddr; 2] = [Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()];
    addresses.into_iter().any(|address| {
        let listener = TcpListener::bind((address, number));
        listener.is_err_and(|error| error.kind() == ErrorKind::AddrInUse)
    })
}
