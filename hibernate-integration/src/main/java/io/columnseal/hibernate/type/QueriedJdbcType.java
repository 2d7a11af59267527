package io.columnseal.hibernate.type;

import java.sql.CallableStatement;
import java.sql.SQLException;
import org.hibernate.boot.model.relational.Database;
import org.hibernate.dialect.Dialect;
import org.hibernate.engine.jdbc.Size;
import org.hibernate.metamodel.mapping.JdbcMapping;
import org.hibernate.query.sqm.CastType;
import org.hibernate.sql.ast.spi.SqlAppender;
import org.hibernate.sql.ast.tree.expression.Expression;
import org.hibernate.type.descriptor.ValueBinder;
import org.hibernate.type.descriptor.ValueExtractor;
import org.hibernate.type.descriptor.WrapperOptions;
import org.hibernate.type.descriptor.converter.spi.BasicValueConverter;
import org.hibernate.type.descriptor.java.JavaType;
import org.hibernate.type.descriptor.jdbc.JdbcLiteralFormatter;
import org.hibernate.type.descriptor.jdbc.JdbcType;
import org.hibernate.type.descriptor.jdbc.JdbcTypeIndicators;
import org.hibernate.type.spi.TypeConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * The JDBC type of a sealed column, which is the dialect's own in all that concerns the column, except for what Hibernate
 * asks of operands and arguments while it reads a query: there it answers like the plain attribute. So
 * {@code p.ssn like :x} reads as valid, and the query guard, which knows the remedy, gets to refuse it.
 */
final class QueriedJdbcType implements JdbcType {

    private static final long serialVersionUID = 1L;

    private final JdbcType column;
    private final JdbcType plain;

    QueriedJdbcType(JdbcType column, JdbcType plain) {
        this.column = column;
        this.plain = plain;
    }

    @Override
    public boolean isString() {
        return plain.isString();
    }

    @Override
    public boolean isStringLike() {
        return plain.isStringLike();
    }

    @Override
    public boolean isStringLikeExcludingClob() {
        return plain.isStringLikeExcludingClob();
    }

    @Override
    public boolean isNumber() {
        return plain.isNumber();
    }

    @Override
    public boolean isInteger() {
        return plain.isInteger();
    }

    @Override
    public boolean isSmallInteger() {
        return plain.isSmallInteger();
    }

    @Override
    public boolean isDecimal() {
        return plain.isDecimal();
    }

    @Override
    public boolean isFloat() {
        return plain.isFloat();
    }

    @Override
    public boolean isBoolean() {
        return plain.isBoolean();
    }

    @Override
    public boolean isTemporal() {
        return plain.isTemporal();
    }

    @Override
    public boolean hasDatePart() {
        return plain.hasDatePart();
    }

    @Override
    public boolean hasTimePart() {
        return plain.hasTimePart();
    }

    @Override
    public boolean isDuration() {
        return plain.isDuration();
    }

    @Override
    public boolean isComparable() {
        return plain.isComparable();
    }

    @Override
    public int getJdbcTypeCode() {
        return column.getJdbcTypeCode();
    }

    @Override
    public int getDefaultSqlTypeCode() {
        return column.getDefaultSqlTypeCode();
    }

    @Override
    public int getDdlTypeCode() {
        return column.getDdlTypeCode();
    }

    @Override
    public String getFriendlyName() {
        return column.getFriendlyName();
    }

    @Override
    public JavaType<?> getRecommendedJavaType(
            @Nullable Integer precision, @Nullable Integer scale, TypeConfiguration types) {
        return column.getRecommendedJavaType(precision, scale, types);
    }

    /** What Hibernate 6.6 calls it. */
    @Override
    @Deprecated
    @SuppressWarnings("removal")
    public <T> JavaType<T> getJdbcRecommendedJavaTypeMapping(
            @Nullable Integer precision, @Nullable Integer scale, TypeConfiguration types) {
        return column.getJdbcRecommendedJavaTypeMapping(precision, scale, types);
    }

    @Override
    public <T> JdbcLiteralFormatter<T> getJdbcLiteralFormatter(JavaType<T> javaType) {
        return column.getJdbcLiteralFormatter(javaType);
    }

    @Override
    public <X> ValueBinder<X> getBinder(JavaType<X> javaType) {
        return column.getBinder(javaType);
    }

    @Override
    public <X> ValueExtractor<X> getExtractor(JavaType<X> javaType) {
        return column.getExtractor(javaType);
    }

    @Override
    public @Nullable Class<?> getPreferredJavaTypeClass(WrapperOptions options) {
        return column.getPreferredJavaTypeClass(options);
    }

    @Override
    public @Nullable String getCheckCondition(
            String columnName, JavaType<?> javaType, BasicValueConverter<?, ?> converter, Dialect dialect) {
        return column.getCheckCondition(columnName, javaType, converter, dialect);
    }

    @Override
    public Expression wrapTopLevelSelectionExpression(Expression expression) {
        return column.wrapTopLevelSelectionExpression(expression);
    }

    @Override
    public void appendWriteExpression(
            String writeExpression, @Nullable Size size, SqlAppender appender, Dialect dialect) {
        column.appendWriteExpression(writeExpression, size, appender, dialect);
    }

    /** What Hibernate 6.6 calls it. */
    @Override
    @Deprecated
    @SuppressWarnings("removal")
    public void appendWriteExpression(String writeExpression, SqlAppender appender, Dialect dialect) {
        column.appendWriteExpression(writeExpression, appender, dialect);
    }

    @Override
    public boolean isWriteExpressionTyped(Dialect dialect) {
        return column.isWriteExpressionTyped(dialect);
    }

    @Override
    public CastType getCastType() {
        return column.getCastType();
    }

    @Override
    public void registerOutParameter(CallableStatement statement, String name) throws SQLException {
        column.registerOutParameter(statement, name);
    }

    @Override
    public void registerOutParameter(CallableStatement statement, int index) throws SQLException {
        column.registerOutParameter(statement, index);
    }

    @Override
    public void addAuxiliaryDatabaseObjects(
            JavaType<?> javaType,
            BasicValueConverter<?, ?> converter,
            Size size,
            Database database,
            JdbcTypeIndicators indicators) {
        column.addAuxiliaryDatabaseObjects(javaType, converter, size, database, indicators);
    }

    @Override
    public String getExtraCreateTableInfo(
            JavaType<?> javaType, String columnName, String tableName, Database database) {
        return column.getExtraCreateTableInfo(javaType, columnName, tableName, database);
    }

    @Override
    public @Nullable String castFromPattern(JdbcMapping source, @Nullable Size size) {
        return column.castFromPattern(source, size);
    }

    @Override
    public @Nullable String castToPattern(JdbcMapping target, @Nullable Size size) {
        return column.castToPattern(target, size);
    }
}
