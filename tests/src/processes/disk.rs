//! A disk whose power can be cut: an ext4 image on a loop device.
//!
//! `xfs_io -x -c shutdown` makes the file system drop everything that was not flushed, its journal included, and refuse all that
//! comes later; mounted again, it has what a machine would find after a power cut.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Bytes of the image.
const IMAGE_BYTES: u64 = 256 * 1024 * 1024;

/// The mounted image; unmounted when dropped.
#[derive(Debug)]
pub struct Disk {
    image: PathBuf,
    mount: PathBuf,
    is_mounted: bool,
}

impl Disk {
    /// Makes and mounts one in `folder`. The error says in a word why this machine cannot: a tool that is not here, or a right.
    pub fn make(folder: &Path) -> Result<Self, String> {
        let (image, mount) = (folder.join("disk.ext4"), folder.join("disk"));
        std::fs::File::create(&image).unwrap().set_len(IMAGE_BYTES).unwrap();
        std::fs::create_dir(&mount).unwrap();
        tool(Command::new("mkfs.ext4").arg("-q").arg(&image))?;
        tool(Command::new("xfs_io").arg("-V"))?;
        let mut disk = Self { image, mount, is_mounted: false };
        disk.mount()?;
        Ok(disk)
    }

    /// Where it is mounted.
    pub fn path(&self) -> &Path {
        &self.mount
    }

    /// Cuts the power. Whoever has files open must end before [`Disk::restore`].
    pub fn cut(&self) {
        tool(Command::new("xfs_io").args(["-x", "-c", "shutdown"]).arg(&self.mount)).unwrap();
        let probe = std::fs::write(self.mount.join("probe"), "x");
        assert!(probe.is_err(), "the disk still takes writes");
    }

    /// The power is back: mounted again, with whatever had reached the disk.
    pub fn restore(&mut self) {
        self.unmount().unwrap();
        self.mount().unwrap();
    }

    fn mount(&mut self) -> Result<(), String> {
        tool(Command::new("mount").args(["-o", "loop"]).args([&self.image, &self.mount]))?;
        self.is_mounted = true;
        Ok(())
    }

    fn unmount(&mut self) -> Result<(), String> {
        tool(Command::new("umount").arg(&self.mount))?;
        self.is_mounted = false;
        Ok(())
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        if self.is_mounted && self.unmount().is_err() {
            // Something still uses it, and the test has failed already: let go when that ends.
            let _ = tool(Command::new("umount").arg("--lazy").arg(&self.mount));
        }
    }
}

fn tool(command: &mut Command) -> Result<(), String> {
    let name = command.get_program().to_string_lossy().into_owned();
    match command.output() {
        Ok(output) if output.status.success() => Ok(()),
        Ok(output) => Err(format!("{name}: {}", String::from_utf8_lossy(&output.stderr).trim())),
        Err(error) => Err(format!("{name}: {error}")),
    }
}
