//! gzip (RFC 1952) that can go on from places it passed before.
//!
//! A tar.gz is one stream: a file in its middle can only be read by unpacking all that stands before it. The state of
//! `miniz_oxide` can be copied, so copies are kept every few megabytes, and a file is read from the nearest one.

use flate2::Crc;
use miniz_oxide::inflate::stream::{InflateState, MinReset, inflate};
use miniz_oxide::{DataFormat, MZError, MZFlush, MZStatus};
use std::io::{self, Read, Seek, SeekFrom};

/// Bytes asked of the file at once.
const CHUNK: usize = 128 << 10;

/// Bytes of a header: names of files, comments, a field for programs.
const HEADER: u64 = 1 << 20;

/// A place in the unpacked stream from which unpacking can begin. Some 43 KB.
pub(super) struct Place {
    /// Unpacked bytes that stand before it.
    pub out: u64,
    input: u64,
    state: Box<InflateState>,
}

enum Phase {
    Header,
    Body(Box<InflateState>),
    Trailer,
    End,
}

/// Unpacks a gzip file of one or several members.
pub(super) struct Gunzip<R> {
    file: R,
    buf: Vec<u8>,
    from: usize,
    to: usize,
    /// Place in the file of `buf[from]`.
    input: u64,
    /// Unpacked bytes given out so far.
    out: u64,
    phase: Phase,
    /// The state of a member that ended, to be used again: 40 KB, and a member may have 20 bytes.
    spare: Option<Box<InflateState>>,
    /// Checksum and length of the member being read; none after a jump, when neither can be known.
    sum: Option<Crc>,
}

impl<R: Read + Seek> Gunzip<R> {
    /// Unpacks from the beginning of the file.
    pub fn new(file: R) -> Self {
        let buf = vec![0; CHUNK];
        Gunzip { file, buf, from: 0, to: 0, input: 0, out: 0, phase: Phase::Header, spare: None, sum: Some(Crc::new()) }
    }

    /// Goes on from a place that an earlier reader of the same file noted.
    pub fn at(mut file: R, place: &Place) -> io::Result<Self> {
        file.seek(SeekFrom::Start(place.input))?;
        let mut reader = Gunzip::new(file);
        (reader.input, reader.out) = (place.input, place.out);
        (reader.phase, reader.sum) = (Phase::Body(place.state.clone()), None);
        Ok(reader)
    }

    /// The present place; none between two members.
    pub fn place(&self) -> Option<Place> {
        match &self.phase {
            Phase::Body(state) => Some(Place { out: self.out, input: self.input, state: state.clone() }),
            _ => None,
        }
    }

    /// Unpacked bytes given out so far.
    pub fn position(&self) -> u64 {
        self.out
    }

    /// Unpacks and drops what stands before this place of the unpacked stream.
    pub fn skip_to(&mut self, out: u64) -> io::Result<()> {
        let wanted = out.saturating_sub(self.out);
        match io::copy(&mut self.by_ref().take(wanted), &mut io::sink())? {
            skipped if skipped == wanted => Ok(()),
            _ => Err(io::ErrorKind::UnexpectedEof.into()),
        }
    }

    /// The bytes at hand, more of them if there are none. Empty at the end of the file.
    fn bytes(&mut self) -> io::Result<&[u8]> {
        if self.from == self.to {
            self.from = 0;
            self.to = self.file.read(&mut self.buf)?;
        }
        Ok(&self.buf[self.from..self.to])
    }

    fn pass(&mut self, count: usize) {
        self.from += count;
        self.input += count as u64;
    }

    fn byte(&mut self) -> io::Result<u8> {
        let first = self.bytes()?.first().copied();
        self.pass(usize::from(first.is_some()));
        first.ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
    }

    fn little_endian(&mut self, bytes: u32) -> io::Result<u32> {
        (0..bytes).try_fold(0, |number, place| Ok(number | u32::from(self.byte()?) << (8 * place)))
    }

    /// Reads a member's header. False where no further member begins: what stands behind the last is padding.
    fn header(&mut self) -> io::Result<bool> {
        let first = self.input == 0;
        if !first && self.bytes()?.first() != Some(&0x1f) {
            return Ok(false);
        }
        let mut head = [0; 10];
        for byte in &mut head {
            *byte = self.byte()?;
        }
        let [0x1f, 0x8b, 8, flags, ..] = head else { return Err(io::ErrorKind::InvalidData.into()) };
        if flags & 4 != 0 {
            for _ in 0..self.little_endian(2)? {
                self.byte()?;
            }
        }
        let begun = self.input;
        for named in [8, 16] {
            while flags & named != 0 && self.byte()? != 0 {
                if self.input - begun > HEADER {
                    return Err(io::ErrorKind::InvalidData.into());
                }
            }
        }
        if flags & 2 != 0 {
            self.little_endian(2)?;
        }
        Ok(true)
    }

    /// Compares checksum and length of the member that ended with what its trailer says.
    fn trailer(&mut self) -> io::Result<()> {
        let (sum, length) = (self.little_endian(4)?, self.little_endian(4)?);
        let right = self.sum.as_ref().is_none_or(|crc| (crc.sum(), crc.amount()) == (sum, length));
        self.sum = Some(Crc::new());
        if right { Ok(()) } else { Err(io::ErrorKind::InvalidData.into()) }
    }
}

impl<R: Read + Seek> Read for Gunzip<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while !out.is_empty() {
            match &mut self.phase {
                Phase::End => return Ok(0),
                Phase::Header => {
                    self.phase = match self.header()? {
                        true => Phase::Body(match self.spare.take() {
                            Some(mut state) => {
                                state.reset_as(MinReset);
                                state
                            }
                            None => InflateState::new_boxed(DataFormat::Raw),
                        }),
                        false => Phase::End,
                    }
                }
                Phase::Trailer => {
                    self.trailer()?;
                    self.phase = Phase::Header;
                }
                Phase::Body(_) => {
                    self.bytes()?;
                    let Phase::Body(state) = &mut self.phase else { continue };
                    let input = &self.buf[self.from..self.to];
                    let at_end = input.is_empty();
                    let done = inflate(state, input, out, MZFlush::None);
                    self.pass(done.bytes_consumed);
                    self.out += done.bytes_written as u64;
                    if let Some(sum) = &mut self.sum {
                        sum.update(&out[..done.bytes_written]);
                    }
                    match done.status {
                        Ok(MZStatus::StreamEnd) => {
                            if let Phase::Body(state) = std::mem::replace(&mut self.phase, Phase::Trailer) {
                                self.spare = Some(state);
                            }
                        }
                        Ok(_) | Err(MZError::Buf) if done.bytes_consumed + done.bytes_written > 0 => {}
                        Ok(_) | Err(MZError::Buf) if at_end => return Err(io::ErrorKind::UnexpectedEof.into()),
                        _ => return Err(io::ErrorKind::InvalidData.into()),
                    }
                    if done.bytes_written > 0 {
                        return Ok(done.bytes_written);
                    }
                }
            }
        }
        Ok(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Write};

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut packer = flate2::GzBuilder::new()
            .filename("a name")
            .comment("words")
            .extra(vec![1, 2, 3])
            .write(Vec::new(), flate2::Compression::fast());
        packer.write_all(bytes).expect("memory can be written");
        packer.finish().expect("memory can be written")
    }

    /// Words that pack neither to nothing nor not at all.
    fn words(length: usize) -> Vec<u8> {
        (0..length as u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 27) as u8).collect()
    }

    #[test]
    fn members_one_after_the_other_and_padding_behind_the_last() {
        let bytes = [packed(b"one "), packed(b""), packed(b"two"), vec![0; 600]].concat();
        let mut read = Vec::new();
        Gunzip::new(Cursor::new(bytes)).read_to_end(&mut read).expect("it is sound");
        assert_eq!(read, b"one two");
    }

    #[test]
    fn a_header_without_end_is_damage() {
        for flag in [8, 16] {
            let header = [&[0x1f, 0x8b, 8, flag, 0, 0, 0, 0, 0, 0][..], &vec![b'x'; 2 << 20], &packed(b"x")].concat();
            assert!(Gunzip::new(Cursor::new(header)).read_to_end(&mut Vec::new()).is_err());
        }
    }

    #[test]
    fn many_members_are_read_one_after_the_other() {
        let mut read = Vec::new();
        Gunzip::new(Cursor::new(packed(b"ab").repeat(20_000))).read_to_end(&mut read).expect("it is sound");
        assert_eq!(read, b"ab".repeat(20_000));
    }

    #[test]
    fn reading_goes_on_from_every_noted_place() {
        let whole = [words(300_000), words(200_000)].concat();
        let file = [packed(&whole[..300_000]), packed(&whole[300_000..])].concat();
        let mut reader = Gunzip::new(Cursor::new(&file));
        let mut places = Vec::new();
        let mut some = [0; 7_000];
        while reader.read(&mut some).expect("it is sound") > 0 {
            places.extend(reader.place());
        }
        assert!(places.len() > 50);
        for place in places {
            let mut rest = Vec::new();
            let mut again = Gunzip::at(Cursor::new(&file), &place).expect("it is there");
            again.read_to_end(&mut rest).expect("it is sound");
            assert_eq!(rest, whole[place.out as usize..]);
        }
    }

    #[test]
    fn damage_anywhere_is_an_error_or_changes_nothing() {
        let whole = words(2_000);
        let file = packed(&whole);
        for at in 0..file.len() {
            let mut bytes = file.clone();
            bytes[at] ^= 0x11;
            let mut read = Vec::new();
            // Time, system and names in the header are not looked at.
            if Gunzip::new(Cursor::new(bytes)).read_to_end(&mut read).is_ok() {
                assert!(read == whole, "damage at {at} passed");
            }
        }
        for cut in 0..file.len() {
            let cut = Gunzip::new(Cursor::new(&file[..cut])).read_to_end(&mut Vec::new());
            assert!(cut.is_err());
        }
    }
}
