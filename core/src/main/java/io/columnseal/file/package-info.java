/**
 * Files and streams, the {@code seal.files()} of the facade: of any length, in constant memory.
 *
 * <pre>
 * {@code SealedFiles → FileCipher → BodyKeys (KeyRing) → StoredHeader, SealingStream / OpeningStream}
 * </pre>
 *
 * <p>A file's body is sealed under a key of its own, in segments that only open in their place, the last one as the last
 * (STREAM, as Tink has it). The body key stands before it, sealed for tenant and context under the tenant's active FILE
 * key; so after a rotation only this header is re-encrypted, in its place. It stands twice, and one copy is whole at any
 * moment. The layout is in {@code docs/format.md}, the reasons are in {@code docs/adr/0063}.
 *
 * <p>Files appear under their name when they are complete and verified, readable by their owner only, or not at all.
 */
@NullMarked
package io.columnseal.file;

import org.jspecify.annotations.NullMarked;
