"""The tree, its proofs and their checking once more, as the recursive definitions of RFC 9162 §2.1 read: slow."""

from hashlib import sha256


def H(data):
    return sha256(data).digest()


def leaf(entry):
    return H(b"\x00" + entry)


def split(n):
    k = 1
    while 2 * k < n:
        k *= 2
    return k


def mth(entries):
    """§2.1.1."""
    if not entries:
        return H(b"")
    if len(entries) == 1:
        return leaf(entries[0])
    k = split(len(entries))
    return H(b"\x01" + mth(entries[:k]) + mth(entries[k:]))


def path(m, entries):
    """§2.1.3.1."""
    if len(entries) == 1:
        return []
    k = split(len(entries))
    if m < k:
        return [*path(m, entries[:k]), mth(entries[k:])]
    return [*path(m - k, entries[k:]), mth(entries[:k])]


def proof(m, entries):
    """§2.1.4.1."""
    return [] if m in (0, len(entries)) else subproof(m, entries, True)


def subproof(m, entries, known):
    if m == len(entries):
        return [] if known else [mth(entries)]
    k = split(len(entries))
    if m <= k:
        return [*subproof(m, entries[:k], known), mth(entries[k:])]
    return [*subproof(m - k, entries[k:], False), mth(entries[:k])]


def includes(leaf_hash, m, n, hashes, root):
    """The definition of the path read backwards."""

    def up(m, n, hashes):
        if n == 1:
            return leaf_hash if not hashes else None
        if not hashes:
            return None
        *below, sibling = hashes
        k = split(n)
        child = up(m, k, below) if m < k else up(m - k, n - k, below)
        if child is None:
            return None
        return H(b"\x01" + child + sibling) if m < k else H(b"\x01" + sibling + child)

    return 0 <= m < n and all(len(h) == 32 for h in hashes) and up(m, n, list(hashes)) == root


def consistent(m, n, old_root, new_root, hashes):
    """The definition of the consistency proof read backwards."""

    def up(m, n, hashes, known):
        if m == n:
            if known:
                return (old_root, old_root) if not hashes else None
            return (hashes[0], hashes[0]) if len(hashes) == 1 else None
        if not hashes:
            return None
        *below, sibling = hashes
        k = split(n)
        roots = up(m, k, below, known) if m <= k else up(m - k, n - k, below, False)
        if roots is None:
            return None
        old, new = roots
        if m <= k:
            return old, H(b"\x01" + new + sibling)
        return H(b"\x01" + sibling + old), H(b"\x01" + sibling + new)

    if any(len(h) != 32 for h in (old_root, new_root, *hashes)) or m > n:
        return False
    if m == 0:
        return not hashes and old_root == H(b"") and (n > 0 or new_root == old_root)
    return up(m, n, list(hashes), True) == (old_root, new_root)
