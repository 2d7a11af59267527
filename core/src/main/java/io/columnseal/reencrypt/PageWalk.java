package io.columnseal.reencrypt;

import io.columnseal.ReencryptionException;
import io.columnseal.catalogue.SealedColumn;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A walk over the pages of a table: read one, deal with its rows, go on. Not for many threads. */
final class PageWalk<R> {

    private final SealedColumn column;
    private final RetriedTransactions transactions;
    private final Pages<R> pages;
    private final Consumer<List<R>> work;

    /** @param work deals with the rows of a page, in transactions of its own */
    PageWalk(SealedColumn column, RetriedTransactions transactions, Pages<R> pages, Consumer<List<R>> work) {
        this.column = column;
        this.transactions = transactions;
        this.pages = pages;
        this.work = work;
    }

    /**
     * Walks until the end, or until it is told to stop.
     *
     * @param mayGoOn asked before every page
     * @return whether it came to the end
     */
    boolean walk(BooleanSupplier mayGoOn, Runnable afterPage) {
        boolean more = true;
        while (more) {
            if (!mayGoOn.getAsBoolean()) {
                return false;
            }
            List<R> page;
            try {
                page = transactions.run("read a page", column, pages::read);
            } catch (ReencryptionException e) {
                // No pool serves a thread that was interrupted just now, which is a way to stop a run
                if (Thread.currentThread().isInterrupted() && !mayGoOn.getAsBoolean()) {
                    return false;
                }
                throw e;
            }
            // Keys are unwrapped between the transactions, so that a slow KMS holds no lock and no connection
            work.accept(page);
            afterPage.run();
            more = pages.advance();
        }
        return true;
    }
}
