//! What was acknowledged survives the death of the process.

use std::path::Path;
use std::sync::mpsc::{self, Receiver};
use std::thread;

use serde_json::json;

use super::child::Process;
use super::client::Connection;
use super::start::Running;

/// Clients that write at the same time, so that several changes share one write.
const CLIENTS: usize = 4;

#[test]
fn acknowledged_changes_survive_kill_9() {
    let directory = tempfile::tempdir().unwrap();
    let mut acknowledged = Vec::new();
    for round in 0..20 {
        let mut server = Process::serve(directory.path());
        let pools = create_pools(&server.url());
        // A different moment each time; in the first round after the very first answer.
        let mut of_this_round: Vec<String> = pools.iter().take(1 + round * 7).collect();
        server.kill();
        // What arrived before the connections broke was acknowledged as well.
        of_this_round.extend(pools.iter());
        assert_all_there(directory.path(), &of_this_round);
        acknowledged.extend(of_this_round);
    }
    assert_all_there(directory.path(), &acknowledged);
    assert!(
        acknowledged.len() > 1000,
        "only {} pools",
        acknowledged.len()
    );
}

/// Creates pools until the server is gone; the channel has their ids as they are acknowledged.
fn create_pools(url: &str) -> Receiver<String> {
    let (sender, acknowledged) = mpsc::channel();
    for _ in 0..CLIENTS {
        let sender = sender.clone();
        let mut connection = Connection::open(url).unwrap();
        thread::spawn(move || {
            let input = json!({ "PoolName": "p" });
            while let Ok(answer) = connection.call("CreateUserPool", &input) {
                let id = answer.success()["UserPool"]["Id"]
                    .as_str()
                    .unwrap()
                    .to_owned();
                sender.send(id).unwrap();
            }
        });
    }
    acknowledged
}

fn assert_all_there(directory: &Path, pool_ids: &[String]) {
    let server = Running::on(directory).unwrap();
    let mut connection = Connection::open(server.url()).unwrap();
    for id in pool_ids {
        let described = connection
            .call("DescribeUserPool", &json!({ "UserPoolId": id }))
            .unwrap();
        assert_eq!(
            described.status,
            200,
            "{id} of {}: {}",
            pool_ids.len(),
            described.body
        );
    }
    drop(connection);
    server.shutdown();
}

#[test]
fn a_server_that_is_shut_down_loses_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let server = Running::on(directory.path()).unwrap();
    let pools = create_pools(server.url());
    let mut acknowledged: Vec<String> = pools.iter().take(50).collect();
    server.shutdown();
    acknowledged.extend(pools.iter());
    assert_all_there(directory.path(), &acknowledged);
}
