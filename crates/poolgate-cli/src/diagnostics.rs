//! What the embedded Cognito reports while it serves, when there is nobody to give an error to.

use std::fmt;

use tracing::field::{Field, Visit};
use tracing::level_filters::LevelFilter;
use tracing::{Event, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::{Context, SubscriberExt as _};

use crate::notice::notice;

/// Shows it to who runs the server. The library's own reports stay unseen: its errors say enough,
/// and commands for programs must leave standard error empty when they succeed.
pub(crate) fn show() {
    let server = Targets::new().with_target("poolgate_local", LevelFilter::WARN);
    let subscriber = tracing_subscriber::registry().with(server).with(Notices);
    // Refused from the second time on, when it is shown already.
    let _ = tracing::subscriber::set_global_default(subscriber);
}

struct Notices;

impl<S: Subscriber> Layer<S> for Notices {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut message = Message(String::new());
        event.record(&mut message);
        notice(&format!("poolgate local: {}", message.0));
    }
}

/// The text of a report.
struct Message(String);

impl Visit for Message {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() == "message" {
            self.0 = format!("{value:?}");
        }
    }
}
