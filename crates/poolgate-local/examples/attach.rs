//! Attaches to the embedded Cognito of a directory until standard input ends: `attach DIRECTORY`.
//! Whoever comes first serves; when it goes, another serves on at the same address.

use std::error::Error;
use std::io::Read;
use std::path::Path;

use poolgate_local::Attachment;

fn main() -> Result<(), Box<dyn Error>> {
    let directory = std::env::args().nth(1).ok_or("name a directory")?;
    let attachment = Attachment::open(Path::new(&directory))?;
    let role = if attachment.is_owner() {
        "owner"
    } else {
        "guest"
    };
    println!(
        "{role} {} {}",
        attachment.url(),
        attachment.seed().user_pool_id
    );
    std::io::stdin().read_to_end(&mut Vec::new())?;
    attachment.close();
    Ok(())
}
