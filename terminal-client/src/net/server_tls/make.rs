//! Making the certificate: a small authority for this one sitting, and the server's certificate signed by it.
//!
//! Terminals pin the server's certificate and look at nothing else. Browsers validate chains: the tablets get the authority's
//! certificate installed, and whoever has it installed must not regret it.
//!
//! Invariants
//! - The authority's private key signs one certificate and is gone: it is never written, so nobody can sign another.
//! - The authority is constrained to the names and addresses of this server, and may have no authority below it.

use std::fs::{self, File};
use std::net::IpAddr;
use std::path::Path;

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, CidrSubnet, DistinguishedName, DnType,
    ExtendedKeyUsagePurpose, GeneralSubtree, IsCa, KeyPair, KeyUsagePurpose, NameConstraints,
    PKCS_ECDSA_P256_SHA256, PublicKeyData as _, date_time_ymd,
};
use rustls::pki_types::ServerName;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::{AUTHORITY_FILE, CERTIFICATE_FILE, KEY_FILE, LOCAL_NAMES, TlsError};
use crate::keys::private_file::{self, Existing};

/// Prefix lengths of one address alone.
const ONE_V4: u8 = 32;
const ONE_V6: u8 = 128;

/// Writes authority, key and certificate into `folder`, which lies in `above`.
pub(super) fn make(above: &Path, folder: &Path, names: &[String]) -> Result<(), TlsError> {
    let names = all(names)?;
    // P-256, because browsers take no Ed25519 certificates.
    let authority = authority(&names, KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)?)?;
    let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)?;
    let certificate = certificate_of(names)?.signed_by(&key, &authority)?;
    fs::create_dir_all(folder)
        .and_then(|()| File::open(above)?.sync_all())
        .map_err(|source| TlsError::Io { path: folder.to_owned(), source })?;
    // The certificate last: see the invariants of `super`. Replacing, not reserving, so that a crash leaves no empty
    // certificate; the sitting's folder has one writer, by lock.
    let key_pem = Zeroizing::new(key.serialize_pem());
    private_file::write(&folder.join(KEY_FILE), key_pem.as_bytes(), Existing::Replace)?;
    let authority_path = folder.join(AUTHORITY_FILE);
    private_file::write(&authority_path, authority.pem().as_bytes(), Existing::Replace)?;
    for_everyone(&authority_path)?;
    private_file::write(&folder.join(CERTIFICATE_FILE), certificate.pem().as_bytes(), Existing::Replace)?;
    Ok(())
}

/// Public, and handed out: whoever copies it to the tablets need not be its owner.
fn for_everyone(path: &Path) -> Result<(), TlsError> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(path, fs::Permissions::from_mode(0o644))
            .map_err(|source| TlsError::Io { path: path.to_owned(), source })?;
    }
    Ok(())
}

fn all(names: &[String]) -> Result<Vec<String>, TlsError> {
    let mut all: Vec<String> = LOCAL_NAMES.iter().map(ToString::to_string).collect();
    for name in names {
        ServerName::try_from(name.as_str()).map_err(|_| TlsError::Name { name: name.clone() })?;
        if !all.contains(name) {
            all.push(name.clone());
        }
    }
    Ok(all)
}

pub(super) fn authority(
    names: &[String],
    key: KeyPair,
) -> Result<CertifiedIssuer<'static, KeyPair>, TlsError> {
    let mut params = CertificateParams::default();
    // So that two sittings' authorities look different in a list.
    let [a, b, c, d, ..] = <[u8; 32]>::from(Sha256::digest(key.der_bytes()));
    let number = u32::from_be_bytes([a, b, c, d]);
    params.distinguished_name = common_name(format!("piaojue sitting CA {number:08x}"));
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    params.name_constraints = Some(NameConstraints {
        permitted_subtrees: names.iter().map(|name| subtree(name)).collect(),
        excluded_subtrees: Vec::new(),
    });
    for_ever(&mut params);
    Ok(CertifiedIssuer::self_signed(params, key)?)
}

fn subtree(name: &str) -> GeneralSubtree {
    match name.parse::<IpAddr>() {
        Ok(address) => {
            let prefix = if address.is_ipv4() { ONE_V4 } else { ONE_V6 };
            GeneralSubtree::IpAddress(CidrSubnet::from_addr_prefix(address, prefix))
        }
        Err(_) => GeneralSubtree::DnsName(name.to_owned()),
    }
}

pub(super) fn certificate_of(names: Vec<String>) -> Result<CertificateParams, TlsError> {
    let mut params = CertificateParams::new(names)?;
    params.distinguished_name = common_name("piaojue server".to_owned());
    params.is_ca = IsCa::ExplicitNoCa;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.use_authority_key_identifier_extension = true;
    for_ever(&mut params);
    Ok(params)
}

/// No date decides: a tablet whose clock stands in the past must still connect. To 2049, the last year that X.509 writes with two
/// digits, since old devices stumble over the other form.
fn for_ever(params: &mut CertificateParams) {
    params.not_before = date_time_ymd(2000, 1, 1);
    params.not_after = date_time_ymd(2049, 12, 31);
}

fn common_name(name: String) -> DistinguishedName {
    let mut subject = DistinguishedName::new();
    subject.push(DnType::CommonName, name);
    subject
}
