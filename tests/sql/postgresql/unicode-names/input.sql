SELECT größe, 名前 FROM größen;
