//! How many tests a runner's output says have passed and failed.

use std::ops::AddAssign;

/// Tests counted.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Tally {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
}

impl Tally {
    /// Reads one line of output; lines that close no test run count nothing.
    ///
    /// Known are the closing lines of cargo test (`test result: ok. 3 passed; 0 failed; …`) and of
    /// pytest (`=== 1 failed, 3 passed, 1 error in 0.12s ===`).
    pub(crate) fn of_line(line: &str) -> Self {
        let line = line.trim();
        if let Some(counts) = line.strip_prefix("test result: ") {
            return Self::of_words(counts);
        }
        let inner = line.trim_matches('=').trim();
        if inner.len() < line.len() && inner.contains(" in ") {
            return Self::of_words(inner);
        }
        Self::default()
    }

    fn of_words(text: &str) -> Self {
        let mut tally = Self::default();
        let mut number: Option<u64> = None;
        for word in text.split([' ', ',', ';']).filter(|word| !word.is_empty()) {
            match (word, number) {
                ("passed", Some(count)) => tally.passed += count,
                ("failed" | "error" | "errors", Some(count)) => tally.failed += count,
                _ => {}
            }
            number = word.parse().ok();
        }
        tally
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(passed: u64, failed: u64) -> Tally {
        Tally { passed, failed }
    }

    #[test]
    fn cargo_test_is_counted() {
        let line = "test result: FAILED. 12 passed; 3 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s";
        assert_eq!(Tally::of_line(line), tally(12, 3));
    }

    #[test]
    fn pytest_is_counted_with_its_errors() {
        assert_eq!(
            Tally::of_line("====== 41 passed in 7.12s ======"),
            tally(41, 0)
        );
        let line = "=== 2 failed, 39 passed, 1 skipped, 2 errors in 61.01s (0:01:01) ===";
        assert_eq!(Tally::of_line(line), tally(39, 4));
    }

    #[test]
    fn other_lines_count_nothing() {
        for line in [
            "test tests::passed ... ok",
            "",
            "=====",
            "5 passed and 4 failed",
            "===",
        ] {
            assert_eq!(Tally::of_line(line), tally(0, 0), "{line}");
        }
    }
}
