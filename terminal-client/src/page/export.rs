//! The folder that is installed on tablets: the pages, with `sitting.json` and `page.json` beside them.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use hyper::body::Bytes;

use super::site::{PAGE_JSON, SITTING_JSON, Site};

/// Why no folder was written.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum ExportError {
    #[error("{} exists already; it was left as it is", path.display())]
    Exists { path: PathBuf },
    #[error("{}: {source}", path.display())]
    Io { path: PathBuf, source: io::Error },
    #[error("this program was built without its pages")]
    NoPages,
}

/// Writes the folder, which must not exist. `page.json` is written last: a folder without it was not finished.
pub fn export(site: &Site, folder: &Path) -> Result<(), ExportError> {
    let page_json = site.page_json().ok_or(ExportError::NoPages)?;
    if folder.symlink_metadata().is_ok() {
        return Err(ExportError::Exists { path: folder.to_owned() });
    }
    create(folder)?;
    for (path, bytes) in site.bundle().files() {
        let file = folder.join(path);
        if let Some(above) = file.parent() {
            create(above)?;
        }
        write(&file, bytes)?;
    }
    write(&folder.join(SITTING_JSON), &site.sitting_json(site.sitting_server()))?;
    write(&folder.join(PAGE_JSON), &page_json)
}

fn create(folder: &Path) -> Result<(), ExportError> {
    fs::create_dir_all(folder).map_err(|source| ExportError::Io { path: folder.to_owned(), source })
}

fn write(path: &Path, bytes: &Bytes) -> Result<(), ExportError> {
    fs::write(path, bytes).map_err(|source| ExportError::Io { path: path.to_owned(), source })
}
