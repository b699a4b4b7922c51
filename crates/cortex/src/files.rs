//! How many files the process may open: each connection is one, and each request to a vendor.

/// Files beside those of connections: the log, the listener, the runtime's own, and spare ones.
const OTHERS: u64 = 64;

/// Raises the limit of open files as far as `connections` need it and the system allows it, and
/// tells how many connections there is room for. `each` is what one may open.
#[cfg(unix)]
pub(crate) fn room_for(connections: usize, each: u64) -> usize {
    let wanted = u64::try_from(connections).unwrap_or(u64::MAX);
    let wanted = wanted.saturating_mul(each).saturating_add(OTHERS);
    let given = rlimit::Resource::NOFILE.get_soft().unwrap_or(wanted);
    let raised = if given < wanted { rlimit::increase_nofile_limit(wanted) } else { Ok(given) };
    let room = raised.unwrap_or(given).saturating_sub(OTHERS) / each;
    let room = usize::try_from(room).unwrap_or(usize::MAX).clamp(1, connections);
    if room < connections {
        tracing::warn!("open files are limited: at most {room} connections at once");
    }
    room
}

/// No limit of open files is known here.
#[cfg(not(unix))]
pub(crate) fn room_for(connections: usize, _each: u64) -> usize {
    connections
}
