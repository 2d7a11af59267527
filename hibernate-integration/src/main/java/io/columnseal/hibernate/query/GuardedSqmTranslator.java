package io.columnseal.hibernate.query;

import java.util.List;
import java.util.function.BiConsumer;
import org.hibernate.engine.spi.LoadQueryInfluencers;
import org.hibernate.metamodel.mapping.BasicValuedMapping;
import org.hibernate.metamodel.mapping.CollectionPart;
import org.hibernate.metamodel.mapping.JdbcMappingContainer;
import org.hibernate.metamodel.mapping.MappingModelExpressible;
import org.hibernate.metamodel.mapping.PluralAttributeMapping;
import org.hibernate.query.spi.QueryOptions;
import org.hibernate.query.spi.QueryParameterBindings;
import org.hibernate.query.sqm.SqmQuerySource;
import org.hibernate.query.sqm.internal.DomainParameterXref;
import org.hibernate.query.sqm.sql.internal.BasicValuedPathInterpretation;
import org.hibernate.query.sqm.sql.internal.StandardSqmTranslator;
import org.hibernate.query.sqm.tree.SqmStatement;
import org.hibernate.query.sqm.tree.SqmVisitableNode;
import org.hibernate.query.sqm.tree.domain.NonAggregatedCompositeSimplePath;
import org.hibernate.query.sqm.tree.domain.SqmBasicValuedSimplePath;
import org.hibernate.query.sqm.tree.domain.SqmCorrelation;
import org.hibernate.query.sqm.tree.domain.SqmCteRoot;
import org.hibernate.query.sqm.tree.domain.SqmDerivedRoot;
import org.hibernate.query.sqm.tree.domain.SqmElementAggregateFunction;
import org.hibernate.query.sqm.tree.domain.SqmEmbeddedValuedSimplePath;
import org.hibernate.query.sqm.tree.domain.SqmFunctionRoot;
import org.hibernate.query.sqm.tree.domain.SqmIndexAggregateFunction;
import org.hibernate.query.sqm.tree.domain.SqmMapEntryReference;
import org.hibernate.query.sqm.tree.domain.SqmPath;
import org.hibernate.query.sqm.tree.domain.SqmPluralPartJoin;
import org.hibernate.query.sqm.tree.domain.SqmPluralValuedSimplePath;
import org.hibernate.query.sqm.tree.domain.SqmTreatedPath;
import org.hibernate.query.sqm.tree.expression.SqmFunction;
import org.hibernate.query.sqm.tree.expression.SqmHqlNumericLiteral;
import org.hibernate.query.sqm.tree.expression.SqmLiteral;
import org.hibernate.query.sqm.tree.expression.SqmParameter;
import org.hibernate.query.sqm.tree.from.SqmAttributeJoin;
import org.hibernate.query.sqm.tree.from.SqmCrossJoin;
import org.hibernate.query.sqm.tree.from.SqmCteJoin;
import org.hibernate.query.sqm.tree.from.SqmDerivedJoin;
import org.hibernate.query.sqm.tree.from.SqmFunctionJoin;
import org.hibernate.query.sqm.tree.from.SqmRoot;
import org.hibernate.query.sqm.tree.insert.SqmInsertValuesStatement;
import org.hibernate.query.sqm.tree.predicate.SqmEmptinessPredicate;
import org.hibernate.query.sqm.tree.predicate.SqmMemberOfPredicate;
import org.hibernate.query.sqm.tree.predicate.SqmNullnessPredicate;
import org.hibernate.query.sqm.tree.update.SqmSetClause;
import org.hibernate.sql.ast.spi.SqlAstCreationContext;
import org.hibernate.sql.ast.tree.Statement;
import org.hibernate.sql.ast.tree.expression.Expression;
import org.hibernate.sql.ast.tree.expression.JdbcParameter;
import org.hibernate.sql.ast.tree.expression.QueryLiteral;
import org.hibernate.sql.ast.tree.insert.InsertSelectStatement;
import org.hibernate.sql.ast.tree.insert.InsertStatement;
import org.hibernate.sql.ast.tree.predicate.NullnessPredicate;
import org.hibernate.sql.ast.tree.predicate.Predicate;
import org.hibernate.sql.ast.tree.update.Assignment;
import org.jspecify.annotations.Nullable;

/** Hibernate's translator, with every path that may be encrypted shown to the {@link QueryGuard}. */
final class GuardedSqmTranslator<T extends Statement> extends StandardSqmTranslator<T> {

    private final QueryGuard guard;
    private final ParameterPlaces places;
    private final TranslatedPlace place = new TranslatedPlace();

    GuardedSqmTranslator(
            SqmStatement<?> statement,
            QueryOptions options,
            DomainParameterXref parameters,
            QueryParameterBindings bindings,
            LoadQueryInfluencers influencers,
            SqlAstCreationContext context,
            boolean deduplicateSelectionItems) {
        super(statement, options, parameters, bindings, influencers, context, deduplicateSelectionItems);
        this.places = new ParameterPlaces(parameters);
        this.guard = new QueryGuard(
                statement, statement.getQuerySource() != SqmQuerySource.CRITERIA && addsComments(context));
    }

    /** The options have no other way in here. */
    @SuppressWarnings("deprecation")
    private static boolean addsComments(SqlAstCreationContext context) {
        return context.getSessionFactory().getSessionFactoryOptions().isCommentsEnabled();
    }

    private <R> R checked(SqmVisitableNode path, R result) {
        if (result instanceof Expression expression) {
            check(path, expression.getExpressionType());
        }
        return result;
    }

    private void check(SqmVisitableNode path, @Nullable JdbcMappingContainer type) {
        guard.check(
                path,
                SealedMappings.first(type),
                place.forbiddenUse(getCurrentClauseStack().getCurrent()));
    }

    /** Checks a node that reaches into a collection by itself, without a path to the part it means. */
    private void checkCollection(SqmVisitableNode node, SqmPath<?> collection) {
        if (determineValueMapping(collection) instanceof PluralAttributeMapping mapping) {
            check(node, mapping.getElementDescriptor());
            CollectionPart index = mapping.getIndexDescriptor();
            check(node, index);
        }
    }

    /**
     * Gives a parameter that is assigned to an encrypted attribute the attribute's type, which seals it. By itself
     * Hibernate prefers the type of the value that happens to be bound, and would store that.
     */
    @Override
    protected Expression consumeSingleSqmParameter(SqmParameter<?> parameter) {
        MappingModelExpressible<?> target = getInferredValueMapping();
        if (SealedMappings.first(target) != null) {
            return consumeSqmParameter(parameter, target, (position, jdbcParameter) -> {});
        }
        places.add(parameter, null);
        return super.consumeSingleSqmParameter(parameter);
    }

    @Override
    protected Expression consumeSqmParameter(
            SqmParameter<?> parameter,
            MappingModelExpressible<?> type,
            BiConsumer<Integer, JdbcParameter> jdbcParameters) {
        places.add(parameter, SealedMappings.first(type));
        return super.consumeSqmParameter(parameter, type, jdbcParameters);
    }

    @Override
    public Expression visitLiteral(SqmLiteral<?> literal) {
        Object value = literal.getLiteralValue();
        return value != null && getInferredValueMapping() instanceof BasicValuedMapping target && isSealed(target)
                ? sealedLiteral(value, target)
                : super.visitLiteral(literal);
    }

    /** Takes the digits as they were written: a decimal without a suffix reads as a double, which may not be exact. */
    @Override
    public <N extends Number> Expression visitHqlNumericLiteral(SqmHqlNumericLiteral<N> literal) {
        return getInferredValueMapping() instanceof BasicValuedMapping target && isSealed(target)
                ? sealedLiteral(literal.getUnparsedLiteralValue(), target)
                : super.visitHqlNumericLiteral(literal);
    }

    /** What the attribute's type cannot hold keeps its own type, so that the check of the assignment refuses it. */
    private Expression sealedLiteral(Object value, BasicValuedMapping target) {
        Expression literal = SealedLiterals.of(value, target);
        return literal == null
                ? new QueryLiteral<>(
                        value,
                        getCreationContext().getTypeConfiguration().standardBasicTypeForJavaType(value.getClass()))
                : literal;
    }

    private static boolean isSealed(BasicValuedMapping target) {
        return SealedMappings.of(target.getJdbcMapping()) != null;
    }

    /** Some functions keep operands, filters among them, that only they themselves visit. */
    @Override
    public Expression visitFunction(SqmFunction<?> function) {
        Expression result = place.insideFunction(() -> super.visitFunction(function));
        NamedColumns.check(function, result, getCreationContext().getMappingMetamodel());
        return result;
    }

    @Override
    public NullnessPredicate visitIsNullPredicate(SqmNullnessPredicate predicate) {
        return predicate.getExpression() instanceof SqmPath<?>
                ? place.insideNullTest(() -> super.visitIsNullPredicate(predicate))
                : super.visitIsNullPredicate(predicate);
    }

    /** Asks for rows, not for what is in them. */
    @Override
    public Object visitIsEmptyPredicate(SqmEmptinessPredicate predicate) {
        return place.insideNullTest(() -> super.visitIsEmptyPredicate(predicate));
    }

    @Override
    public Expression visitBasicValuedPath(SqmBasicValuedSimplePath<?> path) {
        Expression result = checked(path, super.visitBasicValuedPath(path));
        if (!(result instanceof BasicValuedPathInterpretation<?>)) {
            // A duration becomes the operand of the arithmetic around it, with the type of that
            check(path, determineValueMapping(path));
        }
        return result;
    }

    @Override
    public Expression visitEmbeddableValuedPath(SqmEmbeddedValuedSimplePath<?> path) {
        return checked(path, super.visitEmbeddableValuedPath(path));
    }

    @Override
    public Expression visitNonAggregatedCompositeValuedPath(NonAggregatedCompositeSimplePath<?> path) {
        return checked(path, super.visitNonAggregatedCompositeValuedPath(path));
    }

    @Override
    public Expression visitPluralValuedPath(SqmPluralValuedSimplePath<?> path) {
        return checked(path, super.visitPluralValuedPath(path));
    }

    @Override
    public Expression visitTreatedPath(SqmTreatedPath<?, ?> path) {
        return checked(path, super.visitTreatedPath(path));
    }

    @Override
    public Expression visitCorrelation(SqmCorrelation<?, ?> correlation) {
        return checked(correlation, super.visitCorrelation(correlation));
    }

    @Override
    public Expression visitRootPath(SqmRoot<?> root) {
        return checked(root, super.visitRootPath(root));
    }

    @Override
    public Object visitRootDerived(SqmDerivedRoot<?> root) {
        return checked(root, super.visitRootDerived(root));
    }

    @Override
    public Object visitRootFunction(SqmFunctionRoot<?> root) {
        return checked(root, super.visitRootFunction(root));
    }

    @Override
    public Object visitRootCte(SqmCteRoot<?> root) {
        return checked(root, super.visitRootCte(root));
    }

    @Override
    public Expression visitQualifiedAttributeJoin(SqmAttributeJoin<?, ?> join) {
        return checked(join, super.visitQualifiedAttributeJoin(join));
    }

    @Override
    public Expression visitQualifiedDerivedJoin(SqmDerivedJoin<?> join) {
        return checked(join, super.visitQualifiedDerivedJoin(join));
    }

    @Override
    public Object visitQualifiedFunctionJoin(SqmFunctionJoin<?> join) {
        return checked(join, super.visitQualifiedFunctionJoin(join));
    }

    @Override
    public Object visitQualifiedCteJoin(SqmCteJoin<?> join) {
        return checked(join, super.visitQualifiedCteJoin(join));
    }

    @Override
    public Expression visitCrossJoin(SqmCrossJoin<?> join) {
        return checked(join, super.visitCrossJoin(join));
    }

    @Override
    public Object visitPluralPartJoin(SqmPluralPartJoin<?, ?> join) {
        return checked(join, super.visitPluralPartJoin(join));
    }

    @Override
    public Object visitMapEntryFunction(SqmMapEntryReference<?, ?> entry) {
        checkCollection(entry, entry.getMapPath());
        return super.visitMapEntryFunction(entry);
    }

    @Override
    public Expression visitElementAggregateFunction(SqmElementAggregateFunction<?> function) {
        checkCollection(function, function.getPluralDomainPath());
        return super.visitElementAggregateFunction(function);
    }

    @Override
    public Expression visitIndexAggregateFunction(SqmIndexAggregateFunction<?> function) {
        checkCollection(function, function.getPluralDomainPath());
        return super.visitIndexAggregateFunction(function);
    }

    @Override
    public Predicate visitMemberOfPredicate(SqmMemberOfPredicate predicate) {
        checkCollection(predicate, predicate.getPluralPath());
        return super.visitMemberOfPredicate(predicate);
    }

    @Override
    public List<Assignment> visitSetClause(SqmSetClause clause) {
        return SealedAssignments.checked(super.visitSetClause(clause));
    }

    @Override
    public InsertStatement visitInsertValuesStatement(SqmInsertValuesStatement<?> statement) {
        InsertStatement insert = super.visitInsertValuesStatement(statement);
        SealedAssignments.check((InsertSelectStatement) insert);
        return insert;
    }
}
