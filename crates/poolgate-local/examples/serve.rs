//! Serves the embedded Cognito until standard input ends:
//! `serve [ADDRESS [DIRECTORY]]`, from memory if no directory is named.

use std::error::Error;
use std::io::Read;

use poolgate_local::{Data, Server};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let address = arguments
        .next()
        .unwrap_or_else(|| "127.0.0.1:9229".to_owned());
    let data = match arguments.next() {
        Some(directory) => Data::Directory(directory.into()),
        None => Data::Memory,
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let server = runtime.block_on(
        Server::builder()
            .address(address.parse()?)
            .data(data)
            .start(),
    )?;
    println!("ready at {}", server.url());
    std::io::stdin().read_to_end(&mut Vec::new())?;
    runtime.block_on(server.shutdown());
    Ok(())
}
