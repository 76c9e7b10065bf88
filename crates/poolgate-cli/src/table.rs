//! Tables for people, whose columns line up.

use std::process::ExitCode;

use unicode_width::UnicodeWidthStr as _;

use crate::failure::Failure;
use crate::output;
use crate::plain_text::plain;

/// Rows under a head.
#[derive(Debug)]
pub(crate) struct Table<const COLUMNS: usize> {
    head: [&'static str; COLUMNS],
    rows: Vec<[String; COLUMNS]>,
}

impl<const COLUMNS: usize> Table<COLUMNS> {
    /// A table without rows yet.
    pub(crate) fn new(head: [&'static str; COLUMNS]) -> Self {
        Self {
            head,
            rows: Vec::new(),
        }
    }

    /// One more row. Its texts may be from elsewhere: what a terminal obeys is replaced.
    pub(crate) fn row(&mut self, cells: [String; COLUMNS]) {
        self.rows.push(cells.map(|cell| plain(&cell)));
    }

    /// How many rows there are.
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Prints it, or a sentence in the place of an empty one.
    pub(crate) fn print(&self, empty: &str) -> Result<ExitCode, Failure> {
        if self.rows.is_empty() {
            return output::line(empty);
        }
        output::line(&self.text())
    }

    /// The head and the rows.
    pub(crate) fn text(&self) -> String {
        self.lines().join("\n")
    }

    /// A row that comes after the text: in its columns, as far as it fits.
    pub(crate) fn further(&self, cells: [String; COLUMNS]) -> String {
        line(&cells.map(|cell| plain(&cell)), &self.widths())
    }

    fn lines(&self) -> Vec<String> {
        let widths = self.widths();
        let head = self.head.map(str::to_owned);
        let rows = std::iter::once(&head).chain(&self.rows);
        rows.map(|row| line(row, &widths)).collect()
    }

    fn widths(&self) -> [usize; COLUMNS] {
        std::array::from_fn(|column| {
            let rows = self.rows.iter().map(|row| row[column].width());
            rows.max()
                .unwrap_or_default()
                .max(self.head[column].width())
        })
    }
}

/// The cells, each as wide as its column; nothing after the last that is not empty.
fn line(row: &[String], widths: &[usize]) -> String {
    let cells = row.iter().zip(widths).map(|(cell, width)| {
        // A letter may take two columns or none, so that counting letters does not line up.
        let padding = " ".repeat(width.saturating_sub(cell.width()));
        format!("{cell}{padding}")
    });
    cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn columns_line_up_whatever_is_in_them() {
        let mut table = Table::new(["NAME", "STATE"]);
        table.row(["ana".into(), "on".into()]);
        table.row(["山田太郎".into(), String::new()]);
        table.row(["é\u{301}\x1b".into(), "off".into()]);
        let expected = [
            "NAME      STATE",
            "ana       on",
            "山田太郎",
            "é\u{301}\u{fffd}        off",
        ];
        assert_eq!(table.lines(), expected);
    }

    proptest! {
        #[test]
        fn each_row_is_one_line(cells in proptest::collection::vec(any::<String>(), 1..8)) {
            let mut table = Table::new(["A", "B"]);
            for cell in &cells {
                table.row([cell.clone(), "end".into()]);
            }
            let lines = table.lines();
            prop_assert_eq!(lines.len(), cells.len() + 1);
            let widths: Vec<usize> = lines[1..].iter().map(|line| line.width()).collect();
            prop_assert!(widths.iter().all(|width| *width == widths[0]), "{:?}", lines);
        }
    }
}
