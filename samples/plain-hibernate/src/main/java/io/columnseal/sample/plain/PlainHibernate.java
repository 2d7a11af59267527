package io.columnseal.sample.plain;

public final class PlainHibernate {
    private PlainHibernate() {}

    public static void main(String[] args) {
        System.out.println("ColumnSeal without Spring");
    }
}
