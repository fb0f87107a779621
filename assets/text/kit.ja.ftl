# 部品そのものが表示する文言。

kit-back = 戻る
kit-close = 閉じる
kit-account-total = 合計
kit-account-rest = ほか小さな{ NUMBER($count) }項目の合計
kit-sources = 出典
kit-tip-open = { $stroke }キーかクリックで内訳を開きます。
