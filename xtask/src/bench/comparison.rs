//! Figures side by side.

use serde_json::{Value, json};

/// What a figure counts, and which way is better.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Unit {
    Microseconds,
    Milliseconds,
    Mebibytes,
    PerSecond,
}

impl Unit {
    const fn name(self) -> &'static str {
        match self {
            Self::Microseconds => "µs",
            Self::Milliseconds => "ms",
            Self::Mebibytes => "MiB",
            Self::PerSecond => "1/s",
        }
    }

    const fn more_is_better(self) -> bool {
        matches!(self, Self::PerSecond)
    }
}

/// A named figure.
#[derive(Clone, Debug)]
pub(crate) struct Figure {
    pub(crate) name: String,
    pub(crate) value: f64,
}

impl Figure {
    pub(crate) fn new(name: &str, value: f64) -> Self {
        Self {
            name: name.to_owned(),
            value,
        }
    }
}

/// Our figure beside those of peers who do the same work.
#[derive(Clone, Debug)]
pub(crate) struct Comparison {
    pub(crate) work: String,
    pub(crate) unit: Unit,
    pub(crate) ours: Figure,
    pub(crate) peers: Vec<Figure>,
}

impl Comparison {
    /// How many times better we are than this peer; below one, the peer is ahead.
    fn ratio(&self, peer: &Figure) -> f64 {
        if self.unit.more_is_better() {
            self.ours.value / peer.value
        } else {
            peer.value / self.ours.value
        }
    }
}

/// Prints a line for each figure, ours first.
pub(crate) fn print_table(comparisons: &[Comparison]) {
    println!(
        "\n{:<44} {:<44} {:>10}        {:>8}",
        "work", "by", "figure", "ratio"
    );
    for comparison in comparisons {
        let unit = comparison.unit.name();
        let Figure { name, value } = &comparison.ours;
        println!("{:<44} {name:<44} {value:>10.2} {unit:<5}", comparison.work);
        for peer in &comparison.peers {
            let Figure { name, value } = peer;
            let ratio = comparison.ratio(peer);
            println!("{:<44} {name:<44} {value:>10.2} {unit:<5} {ratio:>9.2}", "");
        }
    }
    println!("\nratio: how many times better Poolgate is; below 1 the peer is ahead");
}

/// The same for machines.
pub(crate) fn to_json(comparisons: &[Comparison]) -> Value {
    let peer = |comparison: &Comparison, peer: &Figure| json!({ "name": peer.name, "value": peer.value, "ratio": comparison.ratio(peer) });
    let one = |comparison: &Comparison| {
        let peers: Vec<Value> = comparison
            .peers
            .iter()
            .map(|it| peer(comparison, it))
            .collect();
        json!({
            "work": comparison.work,
            "unit": comparison.unit.name(),
            "ours": { "name": comparison.ours.name, "value": comparison.ours.value },
            "peers": peers,
        })
    };
    comparisons.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn comparison(unit: Unit) -> Comparison {
        Comparison {
            work: "work".to_owned(),
            unit,
            ours: Figure::new("ours", 2.0),
            peers: vec![Figure::new("theirs", 8.0)],
        }
    }

    #[test]
    fn a_ratio_above_one_is_always_the_better() {
        let ratio = |unit| {
            to_json(&[comparison(unit)])[0]["peers"][0]["ratio"]
                .as_f64()
                .unwrap()
        };
        assert!((ratio(Unit::Milliseconds) - 4.0).abs() < 1e-9);
        assert!((ratio(Unit::PerSecond) - 0.25).abs() < 1e-9);
    }
}
