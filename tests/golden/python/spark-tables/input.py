def copy(spark):
    frame = spark.sql("SELECT id FROM shop.orders")
    frame.write.mode("overwrite").saveAsTable("shop.order_ids")
    frame.write.insertInto("shop.all_ids")
    frame.writeTo("shop.people").append()
