package io.columnseal.hibernate.query;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.hibernate.query.sqm.tree.SqmTypedNode;
import org.hibernate.query.sqm.tree.cte.SqmCteStatement;
import org.hibernate.query.sqm.tree.domain.SqmDerivedRoot;
import org.hibernate.query.sqm.tree.domain.SqmMapEntryReference;
import org.hibernate.query.sqm.tree.domain.SqmPath;
import org.hibernate.query.sqm.tree.expression.SqmAliasedNodeRef;
import org.hibernate.query.sqm.tree.expression.SqmExpression;
import org.hibernate.query.sqm.tree.expression.SqmSelfRenderingExpression;
import org.hibernate.query.sqm.tree.from.SqmDerivedJoin;
import org.hibernate.query.sqm.tree.from.SqmRoot;
import org.hibernate.query.sqm.tree.select.SqmDynamicInstantiation;
import org.hibernate.query.sqm.tree.select.SqmJpaCompoundSelection;
import org.hibernate.query.sqm.tree.select.SqmQueryGroup;
import org.hibernate.query.sqm.tree.select.SqmQueryPart;
import org.hibernate.query.sqm.tree.select.SqmQuerySpec;
import org.hibernate.query.sqm.tree.select.SqmSelectClause;
import org.hibernate.query.sqm.tree.select.SqmSelectQuery;
import org.hibernate.query.sqm.tree.select.SqmSelectableNode;
import org.hibernate.query.sqm.tree.select.SqmSelection;
import org.hibernate.query.sqm.tree.select.SqmSortSpecification;
import org.hibernate.query.sqm.tree.select.SqmSubQuery;
import org.jspecify.annotations.Nullable;

/** Tells a plain select item from every other place a query part mentions a path at, its order and groups included. */
abstract class SelectReader extends PathReader {

    /** Sub-queries whose rows the query selects from, so that their select items are not used by themselves. */
    private final Set<SqmSelectQuery<?>> tables = Collections.newSetFromMap(new IdentityHashMap<>());

    private Use itemUse = Use.SELECTED;
    private @Nullable SqmQueryPart<?> part;

    SelectReader(PathUses uses) {
        super(uses);
    }

    /** Reads query parts whose plain select items are used like this. */
    final void readSelecting(Use itemUse, Runnable queryPart) {
        Use outer = this.itemUse;
        this.itemUse = itemUse;
        queryPart.run();
        this.itemUse = outer;
    }

    @Override
    public Object visitCteStatement(SqmCteStatement<?> statement) {
        tables.add(statement.getCteDefinition());
        readSelecting(Use.SELECTED, () -> super.visitCteStatement(statement));
        return statement;
    }

    @Override
    protected void consumeFromClauseRoot(SqmRoot<?> root) {
        if (root instanceof SqmDerivedRoot<?> derived) {
            tables.add(derived.getQueryPart());
        }
        super.consumeFromClauseRoot(root);
    }

    @Override
    protected void consumeDerivedJoin(SqmDerivedJoin<?> join, boolean transitive) {
        tables.add(join.getQueryPart());
        super.consumeDerivedJoin(join, transitive);
    }

    @Override
    public Object visitSubQueryExpression(SqmSubQuery<?> query) {
        Use items = tables.contains(query) ? Use.SELECTED : Use.SELECTED_IN_A_SUBQUERY;
        readSelecting(items, () -> super.visitSubQueryExpression(query));
        return query;
    }

    @Override
    public Object visitQueryGroup(SqmQueryGroup<?> group) {
        readPart(group, () -> readSelecting(Use.SELECTED_IN_A_SET_OPERATION, () -> super.visitQueryGroup(group)));
        return group;
    }

    @Override
    public Object visitQuerySpec(SqmQuerySpec<?> query) {
        readPart(query, () -> super.visitQuerySpec(query));
        return query;
    }

    private void readPart(SqmQueryPart<?> part, Runnable body) {
        SqmQueryPart<?> outer = this.part;
        this.part = part;
        body.run();
        this.part = outer;
    }

    @Override
    public @Nullable Object visitSelectClause(@Nullable SqmSelectClause clause) {
        if (clause == null) {
            return null;
        }
        Use use = clause.isDistinct() && itemUse.isAllowed() ? Use.SELECTED_DISTINCT : itemUse;
        for (SqmSelectableNode<?> item : items(clause)) {
            readItem(item, use);
        }
        return clause;
    }

    private void readItem(SqmSelectableNode<?> item, Use use) {
        if (item instanceof SqmPath<?> || item instanceof SqmMapEntryReference<?, ?>) {
            read(use, () -> item.accept(this));
        } else if (!(item instanceof SqmSelfRenderingExpression<?>)) {
            // What renders itself names its columns without paths: Hibernate's own selection of ids for bulk statements
            read(Use.COMPUTED_WITH, () -> item.accept(this));
        }
    }

    /** The items of a select clause in the order their positions count, those of DTOs and tuples one by one. */
    private static List<SqmSelectableNode<?>> items(SqmSelectClause clause) {
        List<SqmSelectableNode<?>> items = new ArrayList<>();
        for (SqmSelection<?> selection : clause.getSelections()) {
            addItems(selection.getSelectableNode(), items);
        }
        return items;
    }

    private static void addItems(SqmSelectableNode<?> node, List<SqmSelectableNode<?>> items) {
        if (node instanceof SqmDynamicInstantiation<?> dto) {
            dto.getArguments().forEach(argument -> addItems(argument.getSelectableNode(), items));
        } else if (node instanceof SqmJpaCompoundSelection<?> tuple) {
            tuple.getSelectionItems().forEach(item -> addItems(item, items));
        } else {
            items.add(node);
        }
    }

    @Override
    public Object visitGroupByClause(List<SqmExpression<?>> expressions) {
        expressions.forEach(expression -> readByPosition(Use.GROUPED, expression));
        return expressions;
    }

    @Override
    public Object visitSortSpecification(SqmSortSpecification sort) {
        readByPosition(Use.ORDERED, sort.getSortExpression());
        return sort;
    }

    /** Reads an expression that may be a select item's position, to which Hibernate also turns aliases. */
    final void readByPosition(Use use, SqmExpression<?> expression) {
        SqmTypedNode<?> node = expression;
        if (expression instanceof SqmAliasedNodeRef reference && part != null) {
            List<SqmSelectableNode<?>> items = items(part.getFirstQuerySpec().getSelectClause());
            node = items.get(reference.getPosition() - 1);
        }
        SqmTypedNode<?> used = node;
        read(use, () -> used.accept(this));
    }
}
