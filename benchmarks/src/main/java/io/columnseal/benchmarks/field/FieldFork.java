package io.columnseal.benchmarks.field;

import io.columnseal.benchmarks.fork.Fork;
import java.util.Map;
import org.openjdk.jmh.runner.RunnerException;

/** Measures a cell in a fresh JVM by JMH. */
final class FieldFork {

    /** Few, since the calls warm themselves up before the first one: see {@link WarmUp}. */
    private static final int WARM_UPS = 2;

    private final Fork fork;

    FieldFork(boolean quick) {
        fork = new Fork(WARM_UPS, quick ? 6 : 15);
    }

    Fork.Cost measure(FieldCell cell) throws RunnerException {
        return fork.measure(
                cell.contestant().equals(FieldCell.CONTROL)
                        ? new Fork.Call(ControlLoop.class, cell.operation(), Map.of(), cell.threads())
                        : new Fork.Call(
                                FieldCalls.class,
                                cell.operation(),
                                Map.of(
                                        "contestant",
                                        cell.contestant(),
                                        "sizeBytes",
                                        Integer.toString(cell.sizeBytes()),
                                        "tenants",
                                        Integer.toString(cell.tenants())),
                                cell.threads()));
    }
}
