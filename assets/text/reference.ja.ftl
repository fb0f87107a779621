# 事典、データとモデル

ency-title = 事典
ency-search = 検索：数文字を入力（ローマ字可）
ency-none = 見つかりません。文字を減らすと候補が増えます。
ency-contents = 目次
ency-earlier = 前の項目に戻る（Alt+←）
ency-later = 次の項目に進む（Alt+→）
ency-keys = 文字を打つと検索 · Enterで開く · Alt+←とAlt+→で前後の項目 · Page UpとPage Downで本文を送る · Escapeで閉じる

data-title = データとモデル
data-figures = 数値
data-sources = 出典
data-mechanisms = 仕組み
data-limits = 知らないこと
data-all-sections = すべての区分
data-found = { $count ->
    [0] 該当なし。文字を減らすと候補が増えます。
   *[other] { NUMBER($count) }件の数値
}
data-found-sources = { $count ->
    [0] 該当なし。文字を減らすと候補が増えます。
   *[other] { NUMBER($count) }件の出典
}
data-what = 内容
data-value = 値
data-year = 年
data-origin = 由来
data-source = 出典または理由
