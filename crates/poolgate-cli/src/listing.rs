//! Lists of any length, printed while they arrive.

use std::process::ExitCode;

use poolgate::{Error, Pages};
use serde_json::Value;

use crate::bounded;
use crate::failure::Failure;
use crate::output;
use crate::table::Table;

/// So many rows decide how wide the columns are.
const ROWS_MEASURED: usize = 500;

/// How a list is printed.
pub(crate) struct Listing<const COLUMNS: usize> {
    pub(crate) json: bool,
    pub(crate) limit: Option<usize>,
    pub(crate) head: [&'static str; COLUMNS],
    /// What people read where there is nothing.
    pub(crate) empty: String,
}

impl<const COLUMNS: usize> Listing<COLUMNS> {
    /// Prints a list: for programs one array with an object a line, for people a table.
    pub(crate) fn print<T>(
        self,
        pages: Pages<T>,
        as_json: impl Fn(&T) -> Value,
        cells: impl Fn(&T) -> [String; COLUMNS],
    ) -> Result<ExitCode, Failure> {
        let items = Items::new(pages, self.limit);
        // A list has no bound in time: each of its calls has one.
        bounded::block_on_person(async {
            if self.json {
                print_array(items, as_json).await
            } else {
                self.print_table(items, cells).await
            }
        })
    }

    async fn print_table<T>(
        self,
        mut items: Items<T>,
        cells: impl Fn(&T) -> [String; COLUMNS],
    ) -> Result<ExitCode, Failure> {
        let mut table = Table::new(self.head);
        while table.len() < ROWS_MEASURED {
            match items.next().await? {
                Some(item) => table.row(cells(&item)),
                None => return table.print(&self.empty),
            }
        }
        let mut is_read = output::text(&(table.text() + "\n"))?;
        while is_read {
            let Some(item) = items.next().await? else {
                break;
            };
            is_read = output::text(&(table.further(cells(&item)) + "\n"))?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

async fn print_array<T>(
    mut items: Items<T>,
    as_json: impl Fn(&T) -> Value,
) -> Result<ExitCode, Failure> {
    let mut before = "[";
    // A failure midway leaves the array open: nobody takes half a list for the whole.
    while let Some(item) = items.next().await? {
        if !output::text(&format!("{before}{}", as_json(&item)))? {
            return Ok(ExitCode::SUCCESS);
        }
        before = ",\n";
    }
    output::line(if before == "[" { "[]" } else { "]" })
}

/// The items of a list, up to a limit.
struct Items<T> {
    pages: Pages<T>,
    left: Option<usize>,
}

impl<T> Items<T> {
    /// Asks for no more at a time than are wanted.
    fn new(pages: Pages<T>, limit: Option<usize>) -> Self {
        // The smallest of the services' own pages.
        const PAGE: usize = 50;
        let few = limit.filter(|limit| (1..PAGE).contains(limit));
        let few = few.and_then(|few| u16::try_from(few).ok());
        Self {
            pages: match few {
                Some(few) => pages.page_size(few),
                None => pages,
            },
            left: limit,
        }
    }

    async fn next(&mut self) -> Result<Option<T>, Failure> {
        if self.left == Some(0) {
            return Ok(None);
        }
        self.left = self.left.map(|left| left - 1);
        let item: Option<Result<T, Error>> = self.pages.next().await;
        item.transpose().map_err(Failure::of_administration)
    }
}
