/**
 * One value sealed and opened: {@code FieldCipher} beside what people use instead, and beside the cipher that no
 * implementation on the JDK can beat. {@link io.columnseal.benchmarks.field.Contestants} says how each is used.
 */
package io.columnseal.benchmarks.field;
