//! Grouping, order and failure, with a store under the test's control.

use std::sync::mpsc::{Receiver, Sender, channel};

use super::writer::{Batch, Work, Write};
use super::{Appender, Journal};
use crate::state::Change;

/// Reports each group of tickets, and writes it when and as told.
struct Scripted {
    groups: Sender<Vec<u64>>,
    outcomes: Receiver<Result<(), String>>,
}

impl Write for Scripted {
    type Error = String;

    fn write(&mut self, group: &[Batch]) -> Result<(), String> {
        self.groups
            .send(group.iter().map(|batch| batch.ticket).collect())
            .unwrap();
        self.outcomes.recv().unwrap()
    }
}

/// Reports what kind of step each is.
struct Kinds(Sender<&'static str>);

impl Write for Kinds {
    type Error = String;

    fn write(&mut self, group: &[Batch]) -> Result<(), String> {
        for batch in group {
            let kind = match batch.work {
                Work::Changes(_) => "changes",
                Work::Reset { kept_table } => kept_table,
            };
            self.0.send(kind).unwrap();
        }
        Ok(())
    }
}

fn scripted() -> (Journal, Receiver<Vec<u64>>, Sender<Result<(), String>>) {
    let (groups, reported) = channel();
    let (script, outcomes) = channel();
    let journal = Journal::Store(Appender::start(Scripted { groups, outcomes }).unwrap());
    (journal, reported, script)
}

fn change() -> Vec<Change> {
    vec![Change {
        table: "table",
        key: "key".to_owned(),
        value: None,
    }]
}

fn wait<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap()
        .block_on(future)
}

#[test]
fn writes_what_has_queued_up_in_one_go() {
    let (journal, groups, script) = scripted();
    journal.append(change());
    assert_eq!(groups.recv().unwrap(), [1]);
    for _ in 0..3 {
        journal.append(change());
    }
    script.send(Ok(())).unwrap();
    assert_eq!(groups.recv().unwrap(), [2, 3, 4]);
    wait(journal.durable(Some(1))).unwrap();
    script.send(Ok(())).unwrap();
    wait(journal.durable(journal.ticket())).unwrap();
}

#[test]
fn nothing_changed_is_nothing_to_wait_for() {
    let (journal, _groups, _script) = scripted();
    journal.append(Vec::new());
    assert_eq!(journal.ticket(), Some(0));
    wait(journal.durable(journal.ticket())).unwrap();
}

#[test]
fn refuses_everything_after_a_write_that_failed() {
    let (journal, groups, script) = scripted();
    journal.append(change());
    groups.recv().unwrap();
    script.send(Ok(())).unwrap();
    wait(journal.durable(Some(1))).unwrap();
    journal.append(change());
    groups.recv().unwrap();
    journal.append(change());
    script.send(Err("no space left".to_owned())).unwrap();
    for ticket in [2, 3] {
        let error = wait(journal.durable(Some(ticket))).unwrap_err();
        assert_eq!(error.code.as_str(), "InternalErrorException");
        assert!(error.message.contains("no space left"), "{}", error.message);
    }
    assert!(journal.accepts().is_err());
    wait(journal.durable(Some(1))).unwrap();
    assert!(
        groups.recv().is_err(),
        "something was written after the failure"
    );
}

#[test]
fn writes_everything_before_it_closes() {
    let (journal, groups, script) = scripted();
    for _ in 0..3 {
        journal.append(change());
        script.send(Ok(())).unwrap();
    }
    journal.close();
    assert_eq!(groups.try_iter().flatten().collect::<Vec<_>>(), [1, 2, 3]);
    wait(journal.durable(Some(3))).unwrap();
    assert!(journal.accepts().is_err());
    journal.append(change());
    assert!(wait(journal.durable(journal.ticket())).is_err());
}

#[test]
fn forgets_in_order_with_the_changes() {
    let (groups, reported) = channel();
    let journal = Journal::Store(Appender::start(Kinds(groups)).unwrap());
    journal.append(change());
    journal.append_reset("kept");
    journal.append(change());
    journal.close();
    assert_eq!(
        reported.iter().collect::<Vec<_>>(),
        ["changes", "kept", "changes"]
    );
}

#[test]
fn memory_keeps_nothing_and_waits_for_nothing() {
    let journal = Journal::Memory;
    assert!(!journal.keeps());
    journal.append(change());
    assert_eq!(journal.ticket(), None);
    wait(journal.durable(None)).unwrap();
    journal.close();
    journal.accepts().unwrap();
}
