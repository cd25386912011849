use super::*;

/// Bytes that differ from part to part, so that exchanged parts are seen.
fn bytes(length: usize) -> Vec<u8> {
    (0..length).map(|index| u8::try_from(index / 1000 % 251).unwrap()).collect()
}

fn parts_of(bytes: &[u8]) -> (Blob, Vec<BlobPart>) {
    match split_bytes(bytes).unwrap() {
        (BytesPayload::Blob(blob), parts) => (blob, parts),
        (BytesPayload::Inline(_), _) => panic!("{} bytes in their entry", bytes.len()),
    }
}

fn read(parts: &[BlobPart]) -> Result<PendingParts, PayloadError> {
    let mut pending = PendingParts::default();
    for part in parts {
        pending.add(part)?;
    }
    Ok(pending)
}

#[test]
fn the_bounds_are_those_of_the_protocol() {
    assert_eq!((INLINE_BYTES_MAX, PART_BYTES, BLOB_BYTES_MAX), (30_000, 45_000, 2_880_000));
}

#[test]
fn a_value_stands_in_its_entry_up_to_the_bound_and_in_parts_beyond_it() {
    let short = bytes(INLINE_BYTES_MAX);
    let (payload, parts) = split_bytes(&short).unwrap();
    assert_eq!((&payload, parts.len()), (&BytesPayload::Inline(Bytes::from(short.clone())), 0));
    assert_eq!(PendingParts::default().bytes(&payload).unwrap(), short);

    for (length, sizes) in [
        (INLINE_BYTES_MAX + 1, vec![INLINE_BYTES_MAX + 1]),
        (PART_BYTES, vec![PART_BYTES]),
        (PART_BYTES + 1, vec![PART_BYTES, 1]),
        (2 * PART_BYTES + 7, vec![PART_BYTES, PART_BYTES, 7]),
    ] {
        let long = bytes(length);
        let (blob, parts) = parts_of(&long);
        assert_eq!(blob.length.get(), u64::try_from(length).unwrap());
        assert_eq!(parts.iter().map(|part| part.data.as_bytes().len()).collect::<Vec<_>>(), sizes);
        let pending = read(&parts).unwrap();
        assert!(!pending.is_empty());
        assert_eq!(pending.bytes(&BytesPayload::Blob(blob)).unwrap(), long);
    }

    let most = bytes(BLOB_BYTES_MAX);
    let (blob, parts) = parts_of(&most);
    assert_eq!(parts.len(), 64);
    assert_eq!(read(&parts).unwrap().bytes(&BytesPayload::Blob(blob)).unwrap(), most);
    let length = BLOB_BYTES_MAX + 1;
    assert_eq!(split_bytes(&bytes(length)), Err(PayloadError::TooLong { length }));
}

#[test]
fn a_text_stands_in_its_entry_up_to_the_bound_and_in_parts_beyond_it() {
    let short = "票".repeat(INLINE_BYTES_MAX / 3);
    let (payload, parts) = split_text(&short).unwrap();
    assert_eq!(parts, []);
    assert!(matches!(&payload, TextPayload::Text(text) if text.as_str() == short));
    assert_eq!(PendingParts::default().text(&payload).unwrap(), short);

    let long = format!("{short}决");
    let (payload, parts) = split_text(&long).unwrap();
    assert!(matches!(payload, TextPayload::Blob(_)));
    assert_eq!(read(&parts).unwrap().text(&payload).unwrap(), long);
    assert_eq!(split_text("bell \u{7}"), Err(PayloadError::Text));
}

#[test]
fn a_value_on_the_wrong_side_of_the_bound_is_refused() {
    let length = INLINE_BYTES_MAX + 1;
    let here = BytesPayload::Inline(Bytes::from(bytes(length)));
    assert_eq!(PendingParts::default().bytes(&here), Err(PayloadError::Place { length }));
    let here = TextPayload::Text(MultilineText::try_from("a".repeat(length)).unwrap());
    assert_eq!(PendingParts::default().text(&here), Err(PayloadError::Place { length }));

    let length = INLINE_BYTES_MAX;
    let (blob, parts) = split(&bytes(length)).unwrap();
    let pending = read(&parts).unwrap();
    assert_eq!(pending.bytes(&BytesPayload::Blob(blob.clone())), Err(PayloadError::Place { length }));
    assert_eq!(pending.text(&TextPayload::Blob(blob)), Err(PayloadError::Place { length }));
}

#[test]
fn parts_before_an_entry_that_names_none_are_refused() {
    let pending = read(&parts_of(&bytes(PART_BYTES)).1).unwrap();
    let (short, _) = split_bytes(b"short").unwrap();
    assert_eq!(pending.bytes(&short), Err(PayloadError::Parts));
    let (short, _) = split_text("short").unwrap();
    assert_eq!(pending.text(&short), Err(PayloadError::Parts));
    assert!(PendingParts::default().is_empty());
}

#[test]
fn parts_are_taken_in_their_order_of_one_value_and_full_but_for_the_last() {
    let (_, parts) = parts_of(&bytes(2 * PART_BYTES + 7));
    let [first, second, last] = parts.as_slice() else { panic!("{} parts", parts.len()) };
    let with = |part: &BlobPart, data: Vec<u8>| BlobPart { data: Bytes::from(data), ..part.clone() };
    let refused = |parts: &[BlobPart]| assert_eq!(read(parts).unwrap_err(), PayloadError::Parts);

    refused(std::slice::from_ref(second));
    refused(&[first.clone(), last.clone()]);
    refused(&[first.clone(), first.clone()]);
    refused(&[first.clone(), BlobPart { sha256: Bytes32::from([9; 32]), ..second.clone() }]);
    // After a short one.
    refused(&[with(first, vec![1; 10]), second.clone()]);
    refused(&[with(first, Vec::new())]);
    refused(&[with(first, vec![1; PART_BYTES + 1])]);
    assert!(read(&[with(first, vec![1; PART_BYTES])]).is_ok());

    let part = |index: u32| BlobPart { part: Int::from(index), ..first.clone() };
    let most: Vec<_> = (0..64).map(part).collect();
    let mut pending = read(&most).unwrap();
    let beyond = |size| BlobPart { part: Int::from(64_u32), ..with(first, vec![1; size]) };
    let length = BLOB_BYTES_MAX + 1;
    assert_eq!(pending.add(&beyond(1)), Err(PayloadError::TooLong { length }));
    // What was refused left nothing behind.
    assert_eq!(pending.add(&beyond(2)), Err(PayloadError::TooLong { length: length + 1 }));
}

#[test]
fn parts_are_exactly_the_value_that_is_named() {
    let long = bytes(PART_BYTES + 7);
    let (blob, parts) = parts_of(&long);
    let pending = read(&parts).unwrap();
    let refused = |pending: &PendingParts, blob: Blob| {
        assert_eq!(pending.bytes(&BytesPayload::Blob(blob.clone())), Err(PayloadError::Parts));
        assert_eq!(pending.text(&TextPayload::Blob(blob)), Err(PayloadError::Parts));
    };
    refused(&PendingParts::default(), blob.clone());
    refused(&read(&parts[..1]).unwrap(), blob.clone());
    refused(&pending, Blob { sha256: Bytes32::from([9; 32]), ..blob.clone() });
    refused(&pending, Blob { length: Int::from(45_008_u32), ..blob.clone() });

    // Parts that all say the right name and have other bytes.
    let mut changed = parts.clone();
    changed[1].data = Bytes::from(vec![0xff; 7]);
    refused(&read(&changed).unwrap(), blob.clone());
    assert_eq!(pending.bytes(&BytesPayload::Blob(blob)).unwrap(), long);
}

#[test]
fn bytes_that_are_no_text_are_refused_as_text() {
    let (blob, parts) = parts_of(&vec![0xff; PART_BYTES]);
    let pending = read(&parts).unwrap();
    assert_eq!(pending.text(&TextPayload::Blob(blob)), Err(PayloadError::Text));
}
