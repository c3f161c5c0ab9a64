//! Numbers that stand for kinds, audiences and the rest in the file.
