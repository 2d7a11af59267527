/**
 * The access log, for people who have to rely on it: whether it is whole, where else it goes, and how its older part is
 * put away.
 *
 * <pre>{@code
 * AuditReport report = seal.audit().verify(lastHeadTheSinkReceived);
 * if (!report.isClean()) { report.findings().forEach(finding -> alert(finding.toString())); }
 * }</pre>
 *
 * <p>Each entry has a number, and a MAC over itself and the MAC of the entry before, under a key that comes from the SYSTEM
 * key. So an entry that was edited, moved, made up or removed is found by {@link io.columnseal.audit.AuditLog#verify} from
 * the table alone; entries removed from the end are found by the table's counter, by every node that wrote one of them, and
 * for certain by a head that was kept elsewhere, which is what an {@link io.columnseal.audit.AuditSink} is for.
 */
@NullMarked
package io.columnseal.audit;

import org.jspecify.annotations.NullMarked;
