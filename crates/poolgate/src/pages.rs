//! Lists that the service gives one page at a time.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use futures_core::Stream;

use crate::Error;

/// A service may filter a page until nothing is left of it, but not this often in a row.
const MOST_EMPTY_PAGES: u32 = 1000;

/// Everything that a list has, page after page: a [`Stream`], which [`next`](Self::next) reads
/// without further crates.
///
/// One page is held at a time, and the next is asked for when the one before is used up. An error
/// loses nothing: asking again repeats the call that failed. A service that gives a token for the
/// second time would never end; that is [`Error::EndlessList`].
///
/// ```no_run
/// # async fn example(administration: poolgate::Administration) -> Result<(), poolgate::Error> {
/// use poolgate::{SearchableAttribute, UserFilter};
///
/// let filter = UserFilter::starts_with(SearchableAttribute::Email, "ana@");
/// let mut users = administration.users(filter);
/// while let Some(user) = users.next().await {
///     println!("{}", user?.username);
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is asked for before the first item is"]
pub struct Pages<T> {
    operation: &'static str,
    fetch: Fetch<T>,
    page_size: Option<i32>,
    position: Position,
    pending: Option<Fetching<T>>,
    items: vec::IntoIter<T>,
    empty_so_far: u32,
    repetition: Repetition,
}

type Fetch<T> = Box<dyn FnMut(Wanted) -> Fetching<T> + Send>;
type Fetching<T> = Pin<Box<dyn Future<Output = Result<Page<T>, Error>> + Send>>;

/// Which page is asked for.
#[derive(Clone, Debug)]
pub(crate) struct Wanted {
    /// What the page before named; `None` for the first.
    pub(crate) token: Option<String>,
    /// How many items, if the caller says.
    pub(crate) size: Option<i32>,
}

/// What the service answered.
#[derive(Debug)]
pub(crate) struct Page<T> {
    pub(crate) items: Vec<T>,
    pub(crate) next_token: Option<String>,
}

enum Position {
    First,
    At(String),
    End,
    Endless(&'static str),
}

impl<T> Pages<T> {
    pub(crate) fn new<F, A>(operation: &'static str, mut fetch: F) -> Self
    where
        F: FnMut(Wanted) -> A + Send + 'static,
        A: Future<Output = Result<Page<T>, Error>> + Send + 'static,
    {
        Self {
            operation,
            fetch: Box::new(move |wanted| Box::pin(fetch(wanted))),
            page_size: None,
            position: Position::First,
            pending: None,
            items: Vec::new().into_iter(),
            empty_so_far: 0,
            repetition: Repetition::default(),
        }
    }

    /// How many items a page has at most, 1 to 60 for most lists; the service's own choice if this
    /// is not called. It changes how many calls are made, and nothing else.
    pub fn page_size(mut self, items: u16) -> Self {
        self.page_size = Some(items.into());
        self
    }

    /// The next item; `None` after the last.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|context| self.poll_item(context)).await
    }

    /// All that are left, at once.
    pub async fn all(mut self) -> Result<Vec<T>, Error> {
        let mut all = Vec::new();
        while let Some(item) = self.next().await {
            all.push(item?);
        }
        Ok(all)
    }

    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        loop {
            if let Some(item) = self.items.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            let token = match &self.position {
                Position::First => None,
                Position::At(token) => Some(token.clone()),
                Position::End => return Poll::Ready(None),
                Position::Endless(reason) => {
                    return Poll::Ready(Some(Err(Error::EndlessList {
                        operation: self.operation,
                        reason,
                    })));
                }
            };
            let size = self.page_size;
            let pending = self
                .pending
                .get_or_insert_with(|| (self.fetch)(Wanted { token, size }));
            let fetched = ready!(pending.as_mut().poll(context));
            self.pending = None;
            match fetched {
                Ok(page) => self.turn_to(page),
                Err(error) => return Poll::Ready(Some(Err(error))),
            }
        }
    }

    fn turn_to(&mut self, page: Page<T>) {
        self.empty_so_far = if page.items.is_empty() {
            self.empty_so_far + 1
        } else {
            0
        };
        self.items = page.items.into_iter();
        self.position = match page.next_token.filter(|token| !token.is_empty()) {
            None => Position::End,
            Some(token) if self.repetition.of(&token) => {
                Position::Endless("the service gave a token for the second time")
            }
            Some(_) if self.empty_so_far == MOST_EMPTY_PAGES => {
                Position::Endless("the service gave one empty page after the other")
            }
            Some(token) => Position::At(token),
        };
    }
}

/// Nothing in it is pinned: what is polled lives in a box.
impl<T> Unpin for Pages<T> {}

impl<T> Stream for Pages<T> {
    type Item = Result<T, Error>;

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<T, Error>>> {
        self.poll_item(context)
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("operation", &self.operation)
            .finish_non_exhaustive()
    }
}

/// Notices that tokens go round in a circle, of any length, while it remembers one of them: Brent's
/// algorithm (BIT 20, 1980), which compares with a token that it replaces after 1, 2, 4, 8 … steps.
#[derive(Debug, Default)]
struct Repetition {
    remembered: Option<String>,
    steps: u64,
    limit: u64,
}

impl Repetition {
    fn of(&mut self, token: &str) -> bool {
        if self.remembered.as_deref() == Some(token) {
            return true;
        }
        if self.steps == self.limit {
            self.remembered = Some(token.to_owned());
            self.steps = 0;
            self.limit = self.limit.max(1).saturating_mul(2);
        }
        self.steps += 1;
        false
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use proptest::prelude::*;

    use super::*;

    fn page(items: &[u32], next: Option<usize>) -> Page<u32> {
        Page {
            items: items.to_vec(),
            next_token: next.map(|next| next.to_string()),
        }
    }

    fn position(wanted: &Wanted) -> usize {
        wanted.token.as_deref().map_or(0, |t| t.parse().unwrap())
    }

    #[tokio::test]
    async fn each_item_comes_once_whatever_the_pages() {
        let sizes: [&[u32]; 5] = [&[1, 2], &[], &[3], &[], &[4, 5]];
        let pages = Pages::new("List", move |wanted: Wanted| async move {
            let at = position(&wanted);
            Ok(page(sizes[at], (at < 4).then_some(at + 1)))
        });
        assert_eq!(pages.all().await.unwrap(), [1, 2, 3, 4, 5]);
    }

    #[tokio::test]
    async fn asking_again_after_an_error_loses_nothing() {
        static CALLS: AtomicUsize = AtomicUsize::new(0);
        let mut pages = Pages::new("List", |wanted: Wanted| async move {
            let at = position(&wanted);
            if CALLS.fetch_add(1, Ordering::Relaxed) == 1 {
                return Err(Error::Interrupted);
            }
            let items = [u32::try_from(at).unwrap()];
            Ok(page(&items, (at < 2).then_some(at + 1)))
        });
        assert_eq!(pages.next().await.unwrap().unwrap(), 0);
        assert!(matches!(pages.next().await, Some(Err(Error::Interrupted))));
        assert_eq!(pages.next().await.unwrap().unwrap(), 1);
        assert_eq!(pages.all().await.unwrap(), [2]);
    }

    #[tokio::test]
    async fn one_empty_page_after_the_other_comes_to_an_end() {
        let mut pages = Pages::new("List", |wanted: Wanted| async move {
            Ok(page(&[], Some(position(&wanted) + 1)))
        });
        for _ in 0..2 {
            let error = pages.next().await.unwrap().unwrap_err();
            assert!(matches!(
                error,
                Error::EndlessList {
                    operation: "List",
                    ..
                }
            ));
        }
    }

    proptest! {
        #[test]
        fn any_circle_of_tokens_is_noticed_in_time(lead in 0_usize..40, circle in 1_usize..40) {
            let mut repetition = Repetition::default();
            let token = |step: usize| {
                let token = if step < lead { step } else { lead + (step - lead) % circle };
                token.to_string()
            };
            let noticed = (0..1000).position(|step| repetition.of(&token(step))).unwrap();
            prop_assert!(noticed >= lead.max(1));
            prop_assert!(noticed <= 4 * (lead + circle) + 2, "after {} tokens", noticed);
        }

        #[test]
        fn tokens_that_differ_are_never_taken_for_a_circle(tokens in 1_usize..500) {
            let mut repetition = Repetition::default();
            prop_assert!((0..tokens).all(|token| !repetition.of(&token.to_string())));
        }
    }
}
