"""The first schema: every table, its indexes, and the two search indexes."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """From nothing."""
    op.create_table('change_log',
    sa.Column('id', sa.Integer(), nullable=False), sa.Column('at', sa.String(length=20), nullable=False),
    sa.Column('code', sa.String(), nullable=False), sa.Column('params', sa.Text(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True), sa.Column('undoable', sa.Boolean(), nullable=False),
    sa.Column('undone_at', sa.String(length=20), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_change_log'))
    )
    op.create_index(op.f('ix_change_log_batch_id'), 'change_log', ['batch_id'], unique=False)
    op.create_table('channel',
    sa.Column('id', sa.Integer(), nullable=False), sa.Column('name', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False), sa.Column('currency', sa.String(), nullable=False),
    sa.Column('country', sa.String(), nullable=False),
    sa.Column('created_at', sa.String(length=20), nullable=False),
    sa.Column('updated_at', sa.String(length=20), nullable=False),
    sa.Column('archived_at', sa.String(length=20), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_channel')),
    sa.UniqueConstraint('name', name=op.f('uq_channel_name'))
    )
    op.create_table('customer',
    sa.Column('id', sa.Integer(), nullable=False), sa.Column('channel_id', sa.Integer(), nullable=True),
    sa.Column('key', sa.String(), nullable=False), sa.Column('external_id', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False), sa.Column('email', sa.String(), nullable=False),
    sa.Column('phone', sa.String(), nullable=False), sa.Column('company', sa.String(), nullable=False),
    sa.Column('line1', sa.String(), nullable=False), sa.Column('line2', sa.String(), nullable=False),
    sa.Column('city', sa.String(), nullable=False), sa.Column('region', sa.String(), nullable=False),
    sa.Column('postcode', sa.String(), nullable=False), sa.Column('country', sa.String(), nullable=False),
    sa.Column('orders_count', sa.Integer(), nullable=True), sa.Column('spent_minor', sa.Integer(), nullable=True),
    sa.Column('currency', sa.String(), nullable=False),
    sa.Column('accepts_marketing', sa.Boolean(), nullable=True), sa.Column('note', sa.String(), nullable=False),
    sa.Column('tags', sa.String(), nullable=False), sa.Column('created_at', sa.String(length=20), nullable=False),
    sa.Column('updated_at', sa.String(length=20), nullable=False),
    sa.Column('archived_at', sa.String(length=20), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True), sa.PrimaryKeyConstraint('id', name=op.f('pk_customer')),
    sa.UniqueConstraint('key', name=op.f('uq_customer_key'))
    )
    op.create_index(op.f('ix_customer_batch_id'), 'customer', ['batch_id'], unique=False)
    op.create_index(op.f('ix_customer_channel_id'), 'customer', ['channel_id'], unique=False)
    op.create_index(op.f('ix_customer_email'), 'customer', ['email'], unique=False)
    op.create_index(op.f('ix_customer_phone'), 'customer', ['phone'], unique=False)
    op.create_table('import_batch',
    sa.Column('id', sa.Integer(), nullable=False), sa.Column('at', sa.String(length=20), nullable=False),
    sa.Column('file_name', sa.String(), nullable=False), sa.Column('file_sha256', sa.String(), nullable=False),
    sa.Column('format_key', sa.String(), nullable=False), sa.Column('target', sa.String(), nullable=False),
    sa.Column('channel_id', sa.Integer(), nullable=True), sa.Column('rows', sa.Integer(), nullable=False),
    sa.Column('summary', sa.Text(), nullable=False), sa.Column('headers', sa.Text(), nullable=True),
    sa.Column('undone_at', sa.String(length=20), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_batch'))
    )
    op.create_table('import_profile',
    sa.Column('id', sa.Integer(), nullable=False), sa.Column('name', sa.String(), nullable=False),
    sa.Column('format_key', sa.String(), nullable=False), sa.Column('mapping', sa.Text(), nullable=False),
    sa.Column('created_at', sa.String(length=20), nullable=False),
    sa.Column('updated_at', sa.String(length=20), nullable=False),
    sa.Column('archived_at', sa.String(length=20), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_profile')),
    sa.UniqueConstraint('name', name=op.f('uq_import_profile_name'))
    )
    op.create_table('owner_edit',
    sa.Column('kind', sa.String(), nullable=False), sa.Column('row_id', sa.Integer(), nullable=False),
    sa.Column('field', sa.String(), nullable=False), sa.Column('at', sa.String(length=20), nullable=False),
    sa.PrimaryKeyConstraint('kind', 'row_id', 'field', name=op.f('pk_owner_edit'))
    )
    op.create_table('print_job',
    sa.Column('id', sa.Integer(), nullable=False), sa.Column('at', sa.String(length=20), nullable=False),
    sa.Column('document', sa.String(), nullable=False), sa.Column('size_key', sa.String(), nullable=False),
    sa.Column('printer', sa.String(), nullable=False), sa.Column('pdf', sa.String(), nullable=False),
    sa.Column('copies', sa.Integer(), nullable=False), sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('printed', sa.Integer(), nullable=False), sa.PrimaryKeyConstraint('id', name=op.f('pk_print_job'))
    )
    op.create_table('product',
    sa.Column('id', sa.Integer(), nullable=False), sa.Column('handle', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False), sa.Column('brand', sa.String(), nullable=False),
    sa.Column('category', sa.String(), nullable=False), sa.Column('description', sa.String(), nullable=False),
    sa.Column('image_url', sa.String(), nullable=False), sa.Column('tags', sa.String(), nullable=False),
    sa.Column('traits', sa.String(), nullable=False), sa.Column('hs_code', sa.String(), nullable=False),
    sa.Column('origin_country', sa.String(), nullable=False),
    sa.Column('created_at', sa.String(length=20), nullable=False),
    sa.Column('updated_at', sa.String(length=20), nullable=False),
    sa.Column('archived_at', sa.String(length=20), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True), sa.PrimaryKeyConstraint('id', name=op.f('pk_product')),
    sa.UniqueConstraint('handle', name=op.f('uq_product_handle'))
    )
    op.create_index(op.f('ix_product_batch_id'), 'product', ['batch_id'], unique=False)
    op.create_table('search_item',
    sa.Column('id', sa.Integer(), nullable=False), sa.Column('sku_code', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False), sa.Column('options', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_search_item')),
    sa.UniqueConstraint('sku_code', 'title', 'options', name=op.f('uq_search_item_sku_code'))
    )
    op.create_table('setting',
    sa.Column('id', sa.Integer(), nullable=False), sa.Column('key', sa.String(), nullable=False),
    sa.Column('value', sa.String(), nullable=False), sa.PrimaryKeyConstraint('id', name=op.f('pk_setting')),
    sa.UniqueConstraint('key', name=op.f('uq_setting_key'))
    )
    op.create_table('shop',
    sa.Column('id', sa.Integer(), nullable=False), sa.Column('name', sa.String(), nullable=False),
    sa.Column('legal_name', sa.String(), nullable=False), sa.Column('line1', sa.String(), nullable=False),
    sa.Column('line2', sa.String(), nullable=False), sa.Column('city', sa.String(), nullable=False),
    sa.Column('region', sa.String(), nullable=False), sa.Column('postcode', sa.String(), nullable=False),
    sa.Column('country', sa.String(), nullable=False), sa.Column('phone', sa.String(), nullable=False),
    sa.Column('email', sa.String(), nullable=False), sa.Column('website', sa.String(), nullable=False),
    sa.Column('returns_policy', sa.String(), nullable=False), sa.Column('thank_you', sa.String(), nullable=False),
    sa.Column('currency', sa.String(), nullable=False), sa.Column('timezone', sa.String(), nullable=False),
    sa.Column('language', sa.String(), nullable=False), sa.Column('is_sample', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.String(length=20), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_shop'))
    )
    op.create_table('warehouse',
    sa.Column('id', sa.Integer(), nullable=False), sa.Column('name', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False), sa.Column('country', sa.String(), nullable=False),
    sa.Column('address', sa.String(), nullable=False), sa.Column('pooled', sa.Boolean(), nullable=False),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.String(length=20), nullable=False),
    sa.Column('updated_at', sa.String(length=20), nullable=False),
    sa.Column('archived_at', sa.String(length=20), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_warehouse')),
    sa.UniqueConstraint('name', name=op.f('uq_warehouse_name'))
    )
    op.create_index(op.f('ix_warehouse_batch_id'), 'warehouse', ['batch_id'], unique=False)
    op.create_table('bin',
    sa.Column('id', sa.Integer(), nullable=False), sa.Column('warehouse_id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(), nullable=False), sa.Column('sequence', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['warehouse_id'], ['warehouse.id'], name=op.f('fk_bin_warehouse_id_warehouse')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bin')),
    sa.UniqueConstraint('warehouse_id', 'code', name=op.f('uq_bin_warehouse_id'))
    )
    op.create_table('change_item',
    sa.Column('id', sa.Integer(), nullable=False), sa.Column('change_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False), sa.Column('row_id', sa.Integer(), nullable=False),
    sa.Column('before', sa.Text(), nullable=True), sa.Column('after', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['change_id'], ['change_log.id'], name=op.f('fk_change_item_change_id_change_log'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_change_item'))
    )
    op.create_index(op.f('ix_change_item_change_id'), 'change_item', ['change_id'], unique=False)
    op.create_index('ix_change_item_row', 'change_item', ['kind', 'row_id'], unique=False)
    op.create_table('import_problem',
    sa.Column('id', sa.Integer(), nullable=False), sa.Column('batch_id', sa.Integer(), nullable=False),
    sa.Column('row', sa.Integer(), nullable=False), sa.Column('severity', sa.String(), nullable=False),
    sa.Column('code', sa.String(), nullable=False), sa.Column('field', sa.String(), nullable=False),
    sa.Column('params', sa.Text(), nullable=True), sa.Column('cells', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_import_problem_batch_id_import_batch'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_problem'))
    )
    op.create_index(op.f('ix_import_problem_batch_id'), 'import_problem', ['batch_id'], unique=False)
    op.create_table('orders',
    sa.Column('id', sa.Integer(), nullable=False), sa.Column('channel_id', sa.Integer(), nullable=False),
    sa.Column('external_no', sa.String(), nullable=False), sa.Column('kind', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False), sa.Column('source_status', sa.String(), nullable=False),
    sa.Column('attention', sa.String(), nullable=False),
    sa.Column('placed_at', sa.String(length=20), nullable=False),
    sa.Column('paid_at', sa.String(length=20), nullable=True),
    sa.Column('ship_by', sa.String(length=20), nullable=True),
    sa.Column('reviewed_at', sa.String(length=20), nullable=True),
    sa.Column('shipped_at', sa.String(length=20), nullable=True),
    sa.Column('cancelled_at', sa.String(length=20), nullable=True),
    sa.Column('imported_at', sa.String(length=20), nullable=True),
    sa.Column('currency', sa.String(), nullable=False), sa.Column('goods_minor', sa.Integer(), nullable=False),
    sa.Column('discount_minor', sa.Integer(), nullable=False),
    sa.Column('shipping_minor', sa.Integer(), nullable=False),
    sa.Column('tax_minor', sa.Integer(), nullable=False), sa.Column('total_minor', sa.Integer(), nullable=False),
    sa.Column('refunded_minor', sa.Integer(), nullable=False),
    sa.Column('payment_state', sa.String(), nullable=False),
    sa.Column('payment_method', sa.String(), nullable=False),
    sa.Column('buyer_name', sa.String(), nullable=False), sa.Column('buyer_login', sa.String(), nullable=False),
    sa.Column('buyer_ref', sa.String(), nullable=False), sa.Column('buyer_email', sa.String(), nullable=False),
    sa.Column('buyer_phone', sa.String(), nullable=False), sa.Column('ship_name', sa.String(), nullable=False),
    sa.Column('ship_company', sa.String(), nullable=False), sa.Column('ship_phone', sa.String(), nullable=False),
    sa.Column('ship_line1', sa.String(), nullable=False), sa.Column('ship_line2', sa.String(), nullable=False),
    sa.Column('ship_line3', sa.String(), nullable=False), sa.Column('ship_district', sa.String(), nullable=False),
    sa.Column('ship_city', sa.String(), nullable=False), sa.Column('ship_region', sa.String(), nullable=False),
    sa.Column('ship_postcode', sa.String(), nullable=False),
    sa.Column('ship_country', sa.String(), nullable=False),
    sa.Column('ship_service', sa.String(), nullable=False), sa.Column('buyer_note', sa.String(), nullable=False),
    sa.Column('seller_note', sa.String(), nullable=False), sa.Column('tags', sa.String(), nullable=False),
    sa.Column('line_count', sa.Integer(), nullable=False), sa.Column('unit_count', sa.Integer(), nullable=False),
    sa.Column('items_summary', sa.String(), nullable=False), sa.Column('source_row', sa.Integer(), nullable=True),
    sa.Column('source_hash', sa.String(), nullable=False),
    sa.Column('created_at', sa.String(length=20), nullable=False),
    sa.Column('updated_at', sa.String(length=20), nullable=False),
    sa.Column('archived_at', sa.String(length=20), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['channel_id'], ['channel.id'], name=op.f('fk_orders_channel_id_channel')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_orders')),
    sa.UniqueConstraint('channel_id', 'external_no', name=op.f('uq_orders_channel_id'))
    )
    op.create_index('ix_orders_attention', 'orders', ['placed_at', 'id', 'attention', 'archived_at'], unique=False, sqlite_where=sa.text("archived_at IS NULL AND attention != ''"))
    op.create_index(op.f('ix_orders_batch_id'), 'orders', ['batch_id'], unique=False)
    op.create_index('ix_orders_external_no', 'orders', ['external_no'], unique=False)
    op.create_index('ix_orders_placed_at', 'orders', ['placed_at', 'id', 'state', 'archived_at'], unique=False, sqlite_where=sa.text('archived_at IS NULL'))
    op.create_index('ix_orders_state', 'orders', ['state', 'placed_at', 'id', 'archived_at'], unique=False, sqlite_where=sa.text('archived_at IS NULL'))
    op.create_table('print_job_item',
    sa.Column('id', sa.Integer(), nullable=False), sa.Column('job_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False), sa.Column('order_id', sa.Integer(), nullable=False),
    sa.Column('shipment_id', sa.Integer(), nullable=True), sa.Column('is_copy', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['job_id'], ['print_job.id'], name=op.f('fk_print_job_item_job_id_print_job'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_print_job_item'))
    )
    op.create_index(op.f('ix_print_job_item_job_id'), 'print_job_item', ['job_id'], unique=False)
    op.create_index(op.f('ix_print_job_item_order_id'), 'print_job_item', ['order_id'], unique=False)
    op.create_table('sku',
    sa.Column('id', sa.Integer(), nullable=False), sa.Column('product_id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(), nullable=False), sa.Column('title', sa.String(), nullable=False),
    sa.Column('options', sa.String(), nullable=False), sa.Column('barcode', sa.String(), nullable=False),
    sa.Column('weight_g', sa.Integer(), nullable=True), sa.Column('cost_minor', sa.Integer(), nullable=True),
    sa.Column('price_minor', sa.Integer(), nullable=True), sa.Column('currency', sa.String(), nullable=False),
    sa.Column('created_at', sa.String(length=20), nullable=False),
    sa.Column('updated_at', sa.String(length=20), nullable=False),
    sa.Column('archived_at', sa.String(length=20), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_sku_product_id_product'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sku')), sa.UniqueConstraint('code', name=op.f('uq_sku_code'))
    )
    op.create_index(op.f('ix_sku_batch_id'), 'sku', ['batch_id'], unique=False)
    op.create_index(op.f('ix_sku_product_id'), 'sku', ['product_id'], unique=False)
    op.create_table('bin_sku',
    sa.Column('bin_id', sa.Integer(), nullable=False), sa.Column('sku_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['bin_id'], ['bin.id'], name=op.f('fk_bin_sku_bin_id_bin'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['sku_id'], ['sku.id'], name=op.f('fk_bin_sku_sku_id_sku'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('bin_id', 'sku_id', name=op.f('pk_bin_sku'))
    )
    op.create_index(op.f('ix_bin_sku_sku_id'), 'bin_sku', ['sku_id'], unique=False)
    op.create_table('listing',
    sa.Column('id', sa.Integer(), nullable=False), sa.Column('channel_id', sa.Integer(), nullable=False),
    sa.Column('sku_id', sa.Integer(), nullable=False), sa.Column('external_id', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False), sa.Column('price_minor', sa.Integer(), nullable=True),
    sa.Column('currency', sa.String(), nullable=False), sa.Column('quantity', sa.Integer(), nullable=True),
    sa.Column('source_status', sa.String(), nullable=False), sa.Column('url', sa.String(), nullable=False),
    sa.Column('extra', sa.Text(), nullable=True), sa.Column('created_at', sa.String(length=20), nullable=False),
    sa.Column('updated_at', sa.String(length=20), nullable=False),
    sa.Column('archived_at', sa.String(length=20), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['channel_id'], ['channel.id'], name=op.f('fk_listing_channel_id_channel')),
    sa.ForeignKeyConstraint(['sku_id'], ['sku.id'], name=op.f('fk_listing_sku_id_sku'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_listing')),
    sa.UniqueConstraint('channel_id', 'external_id', 'sku_id', name=op.f('uq_listing_channel_id'))
    )
    op.create_index(op.f('ix_listing_batch_id'), 'listing', ['batch_id'], unique=False)
    op.create_index('ix_listing_channel_sku', 'listing', ['channel_id', 'sku_id'], unique=False)
    op.create_index(op.f('ix_listing_sku_id'), 'listing', ['sku_id'], unique=False)
    op.create_table('order_event',
    sa.Column('id', sa.Integer(), nullable=False), sa.Column('order_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.String(length=20), nullable=False), sa.Column('code', sa.String(), nullable=False),
    sa.Column('params', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['order_id'], ['orders.id'], name=op.f('fk_order_event_order_id_orders'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_order_event'))
    )
    op.create_index(op.f('ix_order_event_order_id'), 'order_event', ['order_id'], unique=False)
    op.create_table('order_line',
    sa.Column('id', sa.Integer(), nullable=False), sa.Column('order_id', sa.Integer(), nullable=False),
    sa.Column('line_no', sa.Integer(), nullable=False),
    sa.Column('external_line_id', sa.String(), nullable=False), sa.Column('sku_id', sa.Integer(), nullable=True),
    sa.Column('sku_code', sa.String(), nullable=False), sa.Column('title', sa.String(), nullable=False),
    sa.Column('options', sa.String(), nullable=False), sa.Column('quantity', sa.Integer(), nullable=False),
    sa.Column('unit_price_micros', sa.Integer(), nullable=False),
    sa.Column('discount_minor', sa.Integer(), nullable=False),
    sa.Column('tax_minor', sa.Integer(), nullable=False), sa.Column('total_minor', sa.Integer(), nullable=False),
    sa.Column('source_status', sa.String(), nullable=False), sa.Column('source_row', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['order_id'], ['orders.id'], name=op.f('fk_order_line_order_id_orders'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_order_line'))
    )
    op.create_index('ix_order_line_order', 'order_line', ['order_id', 'line_no'], unique=False)
    op.create_index(op.f('ix_order_line_sku_id'), 'order_line', ['sku_id'], unique=False)
    op.create_table('shipment',
    sa.Column('id', sa.Integer(), nullable=False), sa.Column('order_id', sa.Integer(), nullable=False),
    sa.Column('parcel_no', sa.Integer(), nullable=False), sa.Column('parcel_count', sa.Integer(), nullable=False),
    sa.Column('carrier', sa.String(), nullable=False), sa.Column('service', sa.String(), nullable=False),
    sa.Column('waybill', sa.String(), nullable=False), sa.Column('state', sa.String(), nullable=False),
    sa.Column('weight_g', sa.Integer(), nullable=True),
    sa.Column('label_printed_at', sa.String(length=20), nullable=True),
    sa.Column('handed_over_at', sa.String(length=20), nullable=True),
    sa.Column('created_at', sa.String(length=20), nullable=False),
    sa.Column('updated_at', sa.String(length=20), nullable=False),
    sa.Column('archived_at', sa.String(length=20), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['order_id'], ['orders.id'], name=op.f('fk_shipment_order_id_orders'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_shipment'))
    )
    op.create_index(op.f('ix_shipment_batch_id'), 'shipment', ['batch_id'], unique=False)
    op.create_index('ix_shipment_carrier_waybill', 'shipment', ['carrier', 'waybill'], unique=False)
    op.create_index(op.f('ix_shipment_order_id'), 'shipment', ['order_id'], unique=False)
    op.create_table('stock_balance',
    sa.Column('id', sa.Integer(), nullable=False), sa.Column('sku_id', sa.Integer(), nullable=False),
    sa.Column('warehouse_id', sa.Integer(), nullable=False), sa.Column('partition', sa.String(), nullable=False),
    sa.Column('quantity', sa.Integer(), nullable=False), sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['sku_id'], ['sku.id'], name=op.f('fk_stock_balance_sku_id_sku'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['warehouse_id'], ['warehouse.id'], name=op.f('fk_stock_balance_warehouse_id_warehouse')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stock_balance')),
    sa.UniqueConstraint('sku_id', 'warehouse_id', 'partition', name=op.f('uq_stock_balance_sku_id'))
    )
    op.create_index(op.f('ix_stock_balance_batch_id'), 'stock_balance', ['batch_id'], unique=False)
    op.create_index(op.f('ix_stock_balance_warehouse_id'), 'stock_balance', ['warehouse_id'], unique=False)
    op.execute("CREATE VIRTUAL TABLE search_order USING fts5(text, marks, tokenize='trigram', detail=none)")
    op.execute("CREATE VIRTUAL TABLE search_item_text USING fts5(text, tokenize='trigram', detail=none)")
